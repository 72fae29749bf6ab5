package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder of {@code supervisor certificates}, whatever happens to a command. */
@Timeout(120)
class CertificatesFolderTest {
  private static final String NAME = "autoridad ñ";

  /** It has issued certificates to its server and to agency 7. No test changes it. */
  private static AuthorityCli issued;

  @TempDir Path place;

  @BeforeAll
  static void issue(@TempDir Path shared) {
    ShellCommand.assumeThereIs("openssl");
    issued = new AuthorityCli(shared, shared.resolve(NAME));
    issued.init();
    issued.done("issue", "7");
  }

  @Test
  void secretsAreTheirOwnersAlone() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> files = Files.list(issued.folder())) {
      for (Path file : files.toList()) {
        modes.put(file.getFileName().toString(), mode(file));
      }
    }
    String secret = "rw-------";
    String open = "rw-r--r--";
    assertEquals("rwx------", mode(issued.folder()));
    assertEquals(
        new TreeMap<>(
            Map.of(
                ".lock", secret,
                "authority.p12", secret,
                "authority.password", secret,
                "index.csv", secret,
                "server-key.pem", secret,
                "agency-7-key.pem", secret,
                "ca.pem", open,
                "crl.pem", open,
                "server.pem", open,
                "agency-7.pem", open)),
        modes);
  }

  @Test
  void commandsAtOnceWaitForOneAnother() throws IOException {
    AuthorityCli authority = issued.copyIn(place);
    List<Program> programs = new ArrayList<>();
    for (int agency = 1; agency <= 4; agency++) {
      programs.add(authority.start("issue", "" + agency));
    }
    for (Program program : programs) {
      try (program) {
        assertEquals(0, program.awaitExit(), () -> String.join("\n", program.lines()));
      }
    }

    for (int agency = 1; agency <= 4; agency++) {
      assertEquals(
          "agency-" + agency + ".pem: OK", authority.verifyNotRevoked("agency-" + agency + ".pem"));
    }
    assertEquals(
        Set.of("server", "7", "1", "2", "3", "4"),
        new TreeSet<>(
            Files.readAllLines(authority.folder().resolve("index.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[1])
                .toList()));
  }

  @Test
  void killedHalfWayEverythingStaysAsItWas() throws IOException {
    AuthorityCli authority = issued.copyIn(place);
    Map<String, String> before = contents(authority);
    try (Program killed = authority.start("issue", "7")) {
      Path copy = authority.folder().resolve(".work/copy.p12");
      await("keytool works").pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(copy));
      killed.kill();
      assertFalse(killed.awaitExit() == 0, "it ended before it was killed");
    }
    assertEquals(before, contents(authority));

    authority.done("issue", "7");
    assertEquals(
        authority.publicKeyOfCertificate("agency-7.pem"),
        authority.publicKeyOfKey("agency-7-key.pem"));
    assertEquals(before.keySet(), contents(authority).keySet());
    assertTrue(Files.notExists(authority.folder().resolve(".work")));
  }

  @Test
  void damagedAuthorityIssuesNothingAndSaysWhy() throws IOException {
    AuthorityCli authority = issued.copyIn(place);
    Path store = authority.folder().resolve("authority.p12");
    byte[] good = Files.readAllBytes(store);
    Files.writeString(store, "no keys");
    Map<String, String> before = contents(authority);

    Script failed = authority.run("issue", "7");

    assertEquals(1, failed.code(), failed.toString());
    assertTrue(failed.printed().matches("supervisor certificates: .*authority.p12.*"), "" + failed);
    Script alsoFailed = authority.run("revoke", "7");
    assertEquals(1, alsoFailed.code(), alsoFailed.toString());
    assertTrue(alsoFailed.printed().contains("keytool error: "), alsoFailed.toString());
    assertEquals(before, contents(authority));
    Files.write(store, good);
    authority.done("issue", "7");
  }

  @Test
  void wrongArgumentsEndWith2AndOtherFailuresWith1() {
    AuthorityCli authority = issued.copyIn(place);
    for (String number : List.of("0", "1000000", "seven")) {
      Script refused = authority.run("issue", number);
      assertEquals(2, refused.code(), refused.toString());
      assertTrue(refused.printed().contains("'" + number + "'"), refused.toString());
    }
    Script again = authority.run("init");
    assertEquals(1, again.code(), again.toString());
    assertTrue(again.printed().contains("is not empty"), again.toString());
    Script unknown = authority.run("revoke", "8");
    assertEquals(1, unknown.code(), unknown.toString());
    assertTrue(unknown.printed().contains("no certificate to agency 8"), unknown.toString());
    Script later =
        authority.supervisor("--port", "1", "certificates", "list", authority.folder().toString());
    assertEquals(2, later.code(), later.toString());
    assertTrue(later.printed().contains("must be the first word"), later.toString());
    Script help = authority.supervisor("help", "certificates");
    assertEquals(0, help.code(), help.toString());
    assertTrue(help.printed().startsWith("supervisor certificates - "), help.toString());
  }

  /** What is in the files, but not in the work folder. */
  private static Map<String, String> contents(AuthorityCli authority) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(authority.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.getFileName().toString(), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
