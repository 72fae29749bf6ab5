package loteria.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.core.FileAppender;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Phaser;
import java.util.stream.Collectors;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.io.UnixSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Imports run one way, and banned calls and names are absent. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private static final List<String> EVERYWHERE =
      List.of(
          "java..",
          "org.slf4j..",
          "org.jspecify..",
          "ch.qos.logback..",
          "org.apache.commons.cli..",
          "");

  private JavaClasses code = new ClassFileImporter().importClasses();

  @BeforeAll
  void importCode() {
    code =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/e2e/"))
            .withImportOption(location -> !location.contains("/testkit/"))
            .withImportOption(location -> !location.contains("/brokers/"))
            .importPackages("loteria");
    assertTrue(code.size() > 80, "only " + code.size() + " classes were found");
  }

  @Test
  void ipcDependsOnItself() {
    arrows("loteria.ipc.row");
    arrows("loteria.ipc.text");
    arrows("loteria.ipc.time");
    arrows("loteria.ipc.settings");
    arrows("loteria.ipc.message", "loteria.ipc.row", "loteria.ipc.text");
    arrows("loteria.ipc.codec", "loteria.ipc.message", "loteria.ipc.row", "loteria.ipc.text");
    arrows("loteria.ipc.logging", "loteria.ipc.time", "loteria.ipc.text");
    arrows("loteria.ipc.folder", "loteria.ipc.logging", "loteria.ipc.text");
    arrows("loteria.ipc.runtime", "loteria.ipc.logging");
    arrows("loteria.ipc.tls", "tlschannel..", "javax.net.ssl..");
    arrows(
        "loteria.ipc.io",
        "loteria.ipc.codec",
        "loteria.ipc.message",
        "loteria.ipc.folder",
        "loteria.ipc.logging",
        "jdk.net..");
  }

  @Test
  void theLedgerIsOneLogAndViewsOfIt() {
    arrows("loteria.ledger", "loteria.ipc..");
    arrows("loteria.ledger.file", "loteria.ipc..");
    arrows("loteria.ledger.state", "loteria.ipc..");
    arrows("loteria.ledger.replication", "loteria.ledger.state", "loteria.ipc..");
    arrows("loteria.ledger.log", "loteria.ledger.state", "loteria.ledger.file", "loteria.ipc..");
    arrows(
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.state",
        "loteria.ledger.file",
        "loteria.ipc..");
    arrows(
        "loteria.ledger.commit",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.replication",
        "loteria.ledger.file",
        "loteria.ledger.state",
        "loteria.ledger",
        "loteria.ipc..");
    arrows(
        "loteria.ledger.folder",
        "loteria.ledger.commit",
        "loteria.ledger.verify",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.replication",
        "loteria.ledger.state",
        "loteria.ledger.file",
        "loteria.ledger",
        "loteria.ipc..");
    arrows(
        "loteria.ledger.transfer",
        "loteria.ledger.folder",
        "loteria.ledger.commit",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.replication",
        "loteria.ledger.state",
        "loteria.ledger.file",
        "loteria.ipc..");
    arrows(
        "loteria.ledger.verify",
        "loteria.ledger.view",
        "loteria.ledger.log",
        "loteria.ledger.state",
        "loteria.ledger.file",
        "loteria.ipc..");
  }

  @Test
  void theEngineOnKafkaKnowsOnlyWhatAReplicatedLogMustGive() {
    arrows("loteria.kafka", "loteria.ledger.replication", "loteria.ipc..", "org.apache.kafka..");
    noClasses()
        .that()
        .resideOutsideOfPackage("loteria.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "loteria.kafka..")
        .check(code);
  }

  @Test
  void theWorkersSessionsUseLedgerAndDraw() {
    arrows("loteria.worker.draw", "loteria.ledger..", "loteria.ipc..");
    arrows("loteria.worker.session", "loteria.ledger", "loteria.worker.draw", "loteria.ipc..");
  }

  @Test
  void theSupervisorsIntakeRelaysToItsPool() {
    arrows("loteria.supervisor.pool", "loteria.ipc..");
    arrows("loteria.supervisor.slot", "loteria.supervisor.pool", "loteria.ipc..");
    arrows(
        "loteria.supervisor.fleet",
        "loteria.supervisor.slot",
        "loteria.supervisor.pool",
        "loteria.ipc..");
    arrows("loteria.supervisor.draw", "loteria.ipc..");
    arrows("loteria.supervisor.relay", "loteria.supervisor.pool", "loteria.ipc..");
    arrows(
        "loteria.supervisor.tls",
        "loteria.ipc..",
        "javax.naming..",
        "javax.net.ssl..",
        "javax.security.auth.x500..");
    arrows(
        "loteria.supervisor.intake",
        "loteria.supervisor.relay",
        "loteria.supervisor.tls",
        "loteria.ipc..");
  }

  @Test
  void theAuthorityStandsAlone() {
    arrows("loteria.supervisor.certificates", "loteria.ipc..");
  }

  @Test
  void theOperatorsSideKnowsTheRestAndNothingKnowsIt() {
    arrows(
        "loteria.supervisor.status",
        "loteria.supervisor.fleet",
        "loteria.supervisor.slot",
        "loteria.supervisor.draw",
        "loteria.ipc..",
        "com.google.gson..");
    arrows(
        "loteria.supervisor.control",
        "loteria.supervisor.status",
        "loteria.supervisor.intake",
        "loteria.supervisor.fleet",
        "loteria.supervisor.slot",
        "loteria.supervisor.draw",
        "loteria.ipc..",
        "com.google.gson..",
        "jdk.net..");
  }

  /** What a snapshot says of a worker is in the words of its slot. */
  @Test
  void theWebSeesSnapshotsOnly() {
    arrows(
        "loteria.supervisor.http", "loteria.ipc.io", "loteria.ipc.runtime", "loteria.ipc.logging");
    arrows(
        "loteria.supervisor.access",
        "loteria.supervisor.http",
        "loteria.ipc.folder",
        "loteria.ipc.logging",
        "javax.crypto..");
    arrows(
        "loteria.supervisor.web",
        "loteria.supervisor.access",
        "loteria.supervisor.http",
        "loteria.supervisor.status",
        "loteria.supervisor.slot",
        "io.prometheus.metrics..");
  }

  @Test
  void theAgencySubmitsWhatItsSourceGives() {
    arrows("loteria.agency.source", "loteria.ipc..");
    arrows("loteria.agency.generate", "loteria.ipc..");
    arrows("loteria.agency.progress", "loteria.ipc..");
    arrows("loteria.agency.receipt", "loteria.ipc..");
    arrows(
        "loteria.agency.submit",
        "loteria.agency.source",
        "loteria.agency.progress",
        "loteria.agency.receipt",
        "loteria.ipc..",
        "jdk.net..");
  }

  /** Otherwise a fault of the server could be the auditor's, too, and would agree with itself. */
  @Test
  void theAuditorSharesNoCodeWithTheServer() {
    String csv = "org.apache.commons.csv..";
    arrows("loteria.auditor.log");
    arrows("loteria.auditor.count", "loteria.auditor.log", csv);
    arrows("loteria.auditor", "loteria.auditor.count", "loteria.auditor.log");
    noClasses()
        .that()
        .resideOutsideOfPackage("loteria.auditor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("loteria.auditor..", csv)
        .check(code);
    assertTrue(code.contain("loteria.auditor.AuditorMain"), "the auditor was not found");
  }

  @Test
  void noPackagesDependOnEachOther() {
    slices().matching("loteria.(**)").should().beFreeOfCycles().check(code);
  }

  /** The ledger's lock, the supervisor's on its draw, and the authority's on its folder. */
  @Test
  void aLockOnAFileIsTakenInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "loteria.ledger.file", "loteria.supervisor", "loteria.supervisor.certificates")
        .should()
        .callMethod(FileChannel.class, "lock")
        .orShould()
        .callMethod(FileChannel.class, "tryLock")
        .check(code);
  }

  /** What is created in another way has the mode that the umask leaves. */
  @Test
  void everyFileIsCreatedWithItsMode() {
    assertTrue(
        code.get(FileAccess.class).getAccessesFromSelf().stream().anyMatch(FileCreation.SOME),
        "no creation is recognized");
    noClasses()
        .that()
        .doNotBelongToAnyOf(FileAccess.class)
        .should()
        .accessTargetWhere(FileCreation.SOME)
        .check(code);
    noClasses()
        .that()
        .doNotBelongToAnyOf(UnixSocket.class)
        .should()
        .accessTargetWhere(FileCreation.UNIX_SOCKET)
        .check(code);
    // Keytool creates the file before it redirects to it.
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("loteria.supervisor.certificates.Keytool")
        .should()
        .accessTargetWhere(FileCreation.REDIRECTION)
        .check(code);
    noClasses().should().dependOnClassesThat().areAssignableTo(FileAppender.class).check(code);
  }

  /** A Phaser throws at the 65,536th party, and there may be a million connections. */
  @Test
  void nothingIsCountedByAPhaser() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Phaser.class).check(code);
  }

  /** A reader who meets a name knows which type is meant. */
  @Test
  void noTypeNameIsThereTwice() {
    Map<String, List<String>> packages =
        code.stream()
            .filter(type -> type.getEnclosingClass().isEmpty())
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> !type.getSimpleName().equals("module-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));
    packages.values().removeIf(names -> names.size() == 1);
    assertEquals(Map.of(), packages);
  }

  @Test
  void namesSayWhatAThingIs() {
    classes().should().haveNameNotMatching(".*(Manager|Util|Utils|Helper|Impl|Data)").check(code);
  }

  /**
   * Classes of a package may depend on itself, on the packages that are named, and on libraries.
   */
  private void arrows(String of, String... to) {
    var allowed = new ArrayList<>(EVERYWHERE);
    allowed.add(of);
    allowed.addAll(List.of(to));
    classes()
        .that()
        .resideInAPackage(of)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(code);
  }
}
