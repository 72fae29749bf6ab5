package loteria.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Imports run one way, and what the house bans is not there. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private JavaClasses code = new ClassFileImporter().importClasses();

  @BeforeAll
  void importCode() {
    code =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/e2e/"))
            .importPackages("loteria");
    assertTrue(code.size() > 80, "only " + code.size() + " classes were found");
  }

  @Test
  void ipcDependsOnItself() {
    onlyDependsOn("loteria.ipc.bet", "loteria.ipc.bet");
    onlyDependsOn("loteria.ipc.text", "loteria.ipc.text");
    onlyDependsOn("loteria.ipc.wire", "loteria.ipc.wire", "loteria.ipc.bet", "loteria.ipc.text");
    onlyDependsOn("loteria.ipc.time", "loteria.ipc.time");
    onlyDependsOn("loteria.ipc.folder", "loteria.ipc.folder", "loteria.ipc.log");
    onlyDependsOn("loteria.ipc.log", "loteria.ipc.log", "loteria.ipc.time", "loteria.ipc.text");
    onlyDependsOn("loteria.ipc.process", "loteria.ipc.process", "loteria.ipc.log");
    onlyDependsOn(
        "loteria.ipc.channel",
        "loteria.ipc.channel",
        "loteria.ipc.folder",
        "loteria.ipc.wire",
        "loteria.ipc.bet",
        "loteria.ipc.log",
        "jdk.net..");
  }

  @Test
  void theLedgerIsOneLogAndViewsOfIt() {
    onlyDependsOn("loteria.ledger", "loteria.ledger", "loteria.ipc..");
    onlyDependsOn("loteria.ledger.file", "loteria.ledger.file", "loteria.ipc..");
    onlyDependsOn(
        "loteria.ledger.log", "loteria.ledger.log", "loteria.ledger.file", "loteria.ipc..");
    onlyDependsOn(
        "loteria.ledger.view",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.file",
        "loteria.ipc..");
    onlyDependsOn(
        "loteria.ledger.commit",
        "loteria.ledger.commit",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger",
        "loteria.ipc..");
    onlyDependsOn(
        "loteria.ledger.verify",
        "loteria.ledger.verify",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.file",
        "loteria.ipc..");
  }

  @Test
  void theWorkerServesOverLedgerAndDraw() {
    onlyDependsOn(
        "loteria.worker.draw", "loteria.worker.draw", "loteria.ledger..", "loteria.ipc..");
    onlyDependsOn(
        "loteria.worker.serve",
        "loteria.worker.serve",
        "loteria.ledger",
        "loteria.worker.draw",
        "loteria.ipc..");
  }

  @Test
  void theSupervisorsEdgeRelaysToItsFleet() {
    onlyDependsOn("loteria.supervisor.fleet", "loteria.supervisor.fleet", "loteria.ipc..");
    onlyDependsOn("loteria.supervisor.draw", "loteria.supervisor.draw", "loteria.ipc..");
    onlyDependsOn(
        "loteria.supervisor.relay",
        "loteria.supervisor.relay",
        "loteria.supervisor.fleet",
        "loteria.ipc..");
    onlyDependsOn(
        "loteria.supervisor.edge",
        "loteria.supervisor.edge",
        "loteria.supervisor.relay",
        "loteria.ipc..");
  }

  @Test
  void theOperatorsSideKnowsTheRestAndNothingKnowsIt() {
    onlyDependsOn(
        "loteria.supervisor.status",
        "loteria.supervisor.status",
        "loteria.supervisor.fleet",
        "loteria.supervisor.draw",
        "loteria.ipc..",
        "com.google.gson..");
    onlyDependsOn(
        "loteria.supervisor.control",
        "loteria.supervisor.control",
        "loteria.supervisor.status",
        "loteria.supervisor.edge",
        "loteria.supervisor.fleet",
        "loteria.supervisor.draw",
        "loteria.ipc..",
        "jdk.net..");
  }

  @Test
  void theWebSeesSnapshotsOnly() {
    onlyDependsOn(
        "loteria.supervisor.http",
        "loteria.supervisor.http",
        "loteria.ipc.channel",
        "loteria.ipc.process",
        "loteria.ipc.log");
    onlyDependsOn(
        "loteria.supervisor.web",
        "loteria.supervisor.web",
        "loteria.supervisor.http",
        "loteria.supervisor.status",
        "io.prometheus.metrics..");
  }

  @Test
  void noPackagesDependOnEachOther() {
    slices().matching("loteria.(**)").should().beFreeOfCycles().check(code);
  }

  @Test
  void aLockOnAFileIsTakenInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages("loteria.ledger.file", "loteria.supervisor")
        .should()
        .callMethod(FileChannel.class, "lock")
        .orShould()
        .callMethod(FileChannel.class, "tryLock")
        .check(code);
  }

  /** It throws at the 65,536th party, and there may be a million connections. */
  @Test
  void nothingIsCountedByAPhaser() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Phaser.class).check(code);
  }

  @Test
  void namesSayWhatAThingIs() {
    classes().should().haveNameNotMatching(".*(Manager|Util|Utils|Helper|Impl|Data)").check(code);
  }

  private void onlyDependsOn(String of, String... allowed) {
    String[] packages = new String[allowed.length + 6];
    System.arraycopy(allowed, 0, packages, 0, allowed.length);
    packages[allowed.length] = "java..";
    packages[allowed.length + 1] = "org.slf4j..";
    packages[allowed.length + 2] = "org.jspecify..";
    packages[allowed.length + 3] = "ch.qos.logback..";
    packages[allowed.length + 4] = "org.apache.commons.cli..";
    packages[allowed.length + 5] = "";
    classes()
        .that()
        .resideInAPackage(of)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(code);
  }
}
