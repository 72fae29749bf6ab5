package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code supervisor certificates} makes, judged by openssl and by Java. */
@Timeout(120)
class CertificatesTest {
  private static final String NAME = "autoridad ñ";

  /** It has issued certificates to its server and to agency 7. No test changes it. */
  private static AuthorityCli issued;

  @TempDir Path place;

  @BeforeAll
  static void issue(@TempDir Path shared) {
    ShellCommand.assumeThereIs("openssl");
    issued = new AuthorityCli(shared, shared.resolve(NAME));
    issued.init("--name", "server.example,2001:db8::1,10.0.0.1");
    issued.done("issue", "7");
  }

  @Test
  void opensslAcceptsWhatIsIssued() {
    assertEquals("server.pem: OK", issued.verify("server.pem", "sslserver"));
    assertEquals("agency-7.pem: OK", issued.verify("agency-7.pem", "sslclient"));
    assertTrue(issued.verify("server.pem", "sslclient").contains("unsuitable certificate purpose"));
    assertTrue(
        issued.verify("agency-7.pem", "sslserver").contains("unsuitable certificate purpose"));
    for (String host : List.of("localhost", "server.example")) {
      assertEquals(
          "server.pem: OK", issued.verify("server.pem", "sslserver", "-verify_hostname", host));
    }
    for (String address : List.of("127.0.0.1", "::1", "2001:db8::1", "10.0.0.1")) {
      assertEquals(
          "server.pem: OK", issued.verify("server.pem", "sslserver", "-verify_ip", address));
    }
    assertTrue(
        issued
            .verify("server.pem", "sslserver", "-verify_hostname", "other.example")
            .contains("hostname mismatch"));
    for (String name : List.of("server", "agency-7")) {
      assertEquals(
          "Key is valid", issued.openssl("pkey", "-check", "-noout", "-in", name + "-key.pem"));
      assertEquals(
          issued.publicKeyOfCertificate(name + ".pem"), issued.publicKeyOfKey(name + "-key.pem"));
    }
    String text = issued.openssl("x509", "-in", "agency-7.pem", "-noout", "-text");
    assertTrue(text.contains("URI:urn:loteria:agency:7"), text);
    assertTrue(text.contains("Subject: CN = agency-7"), text);
    assertTrue(text.contains("NIST CURVE: P-256"), text);
    assertFalse(text.contains("CA:TRUE"), text);
    assertTrue(issued.openssl("x509", "-in", "ca.pem", "-noout", "-text").contains("CA:TRUE"));
    assertEquals(
        "subject=CN = Lotería authority",
        issued.openssl(
            "x509",
            "-in",
            "ca.pem",
            "-noout",
            "-subject",
            "-nameopt",
            "utf8,sep_comma_plus_space,space_eq"));
  }

  /** Clocks of other machines may be slow, and each certificate ends when it says. */
  @Test
  void certificatesAreValidFromAnHourAgoForTheirTime() {
    AuthorityCli authority = issued.copyIn(place);
    authority.done("issue", "7", "--days", "2");

    for (String file : List.of("ca.pem", "server.pem", "agency-7.pem")) {
      assertEquals(
          "agency-7.pem: OK",
          authority.verify("agency-7.pem", "sslclient", "-attime", in(-50 * 60)));
      assertEquals(
          "Certificate will not expire",
          authority.openssl("x509", "-in", file, "-noout", "-checkend", "0"));
    }
    assertTrue(
        authority.verify("agency-7.pem", "sslclient", "-attime", in(-70 * 60)).contains("not yet"));
    int day = 24 * 60 * 60;
    assertTrue(
        authority
            .verify("agency-7.pem", "sslclient", "-attime", in(2 * day))
            .contains("has expired"));
    assertEquals(
        "server.pem: OK", authority.verify("server.pem", "sslserver", "-attime", in(824 * day)));
    assertTrue(
        authority
            .verify("server.pem", "sslserver", "-attime", in(825 * day))
            .contains("has expired"));
  }

  @Test
  void revokedCertificatesAreInTheListAndNoOthers() throws IOException {
    AuthorityCli authority = issued.copyIn(place);
    Files.copy(
        authority.folder().resolve("agency-7.pem"), authority.folder().resolve("first-7.pem"));
    authority.done("issue", "7");
    authority.done("issue", "8");
    for (String file : List.of("first-7.pem", "agency-7.pem", "agency-8.pem")) {
      assertEquals(file + ": OK", authority.verifyNotRevoked(file));
    }

    List<String> printed = authority.done("revoke", "7");

    assertEquals(2, printed.stream().filter(line -> line.startsWith("revoked ")).count());
    for (String file : List.of("first-7.pem", "agency-7.pem")) {
      assertTrue(authority.verifyNotRevoked(file).contains("certificate revoked"), file);
    }
    assertEquals("agency-8.pem: OK", authority.verifyNotRevoked("agency-8.pem"));

    authority.done("issue", "7");
    assertEquals("agency-7.pem: OK", authority.verifyNotRevoked("agency-7.pem"));
    authority.done("revoke", "8");
    authority.done("revoke", "8");
    assertTrue(authority.verifyNotRevoked("agency-8.pem").contains("certificate revoked"));
    assertTrue(authority.verifyNotRevoked("first-7.pem").contains("certificate revoked"));
    assertEquals("agency-7.pem: OK", authority.verifyNotRevoked("agency-7.pem"));
    assertEquals(
        List.of("revoked", "revoked", "valid", "revoked"),
        authority.done("list").stream()
            .filter(line -> !line.contains(" server "))
            .sorted((a, b) -> a.substring(16).compareTo(b.substring(16)))
            .map(line -> line.replaceAll(".*(revoked|valid).*", "$1"))
            .toList());
  }

  @Test
  void serverGetsAnotherCertificateOfTheSameAuthority() {
    AuthorityCli authority = issued.copyIn(place);
    String before = authority.publicKeyOfCertificate("server.pem");

    authority.done("issue", "server", "--name", "new.example", "--days", "9");

    assertFalse(before.equals(authority.publicKeyOfCertificate("server.pem")));
    assertEquals(
        "server.pem: OK",
        authority.verify("server.pem", "sslserver", "-verify_hostname", "new.example"));
    assertEquals(
        authority.publicKeyOfCertificate("server.pem"), authority.publicKeyOfKey("server-key.pem"));
  }

  /** Flags that the user's environment has for every Java, and languages with other digits. */
  @Test
  void theMachinesLanguageChangesNothing() {
    AtOnce.forEach(List.of("es-ES", "ar-EG", "th-TH"), this::assertNothingIsChangedBy);
  }

  private void assertNothingIsChangedBy(String tag) throws IOException {
    var authority = new AuthorityCli(place, place.resolve(NAME + " " + tag));
    String[] parts = tag.split("-", -1);
    String language = "-Duser.language=" + parts[0] + " -Duser.country=" + parts[1];
    Map<String, String> environment =
        Map.of(
            "LC_ALL", tag.replace('-', '_') + ".UTF-8",
            "JAVA_OPTS", language,
            "JAVA_TOOL_OPTIONS", "-Dfile.encoding=UTF-8 " + language);
    for (List<String> command :
        List.of(List.of("init", "--name", "::1"), List.of("issue", "7"), List.of("revoke", "7"))) {
      Script done = authority.run(environment, command);
      assertEquals(0, done.code(), done.toString());
      assertTrue(
          done.printed().replace(authority.folder().toString(), "").matches("[\\p{ASCII}]*"),
          done.toString());
    }

    assertEquals("agency-7.pem: OK", authority.verify("agency-7.pem", "sslclient"));
    assertTrue(authority.verifyNotRevoked("agency-7.pem").contains("certificate revoked"));
    for (String line : Files.readAllLines(authority.folder().resolve("index.csv"))) {
      assertTrue(line.matches("[\\p{ASCII}]*"), line);
    }
    assertTrue(
        authority
            .openssl("x509", "-in", "ca.pem", "-noout", "-subject", "-nameopt", "utf8")
            .contains("Lotería authority"));
  }

  /** What is printed can be pasted into a shell: here, the command for an agency. */
  @Test
  void printedCommandIssuesACertificate() {
    var authority = new AuthorityCli(place, place.resolve(NAME));
    List<String> printed = authority.init();
    String command =
        printed.stream().filter(line -> line.contains(" issue ")).findFirst().orElseThrow();

    String path = "PATH='" + Script.DISTRIBUTION.resolve("bin") + "':$PATH\n";
    ShellCommand.run(place, "sh", "-c", path + command);

    assertEquals("agency-1.pem: OK", authority.verifyNotRevoked("agency-1.pem"));
  }

  @Test
  void javaAcceptsWhatIsIssuedAndNotWhatIsRevoked() throws Exception {
    AuthorityCli authority = issued.copyIn(place);
    Path folder = authority.folder();
    var check = new CertificateCheck(folder.resolve("ca.pem"), folder.resolve("crl.pem"));
    Path certificate = folder.resolve("agency-7.pem");
    assertEquals("", check.refusal(certificate));
    assertEquals("", check.refusal(folder.resolve("server.pem")));

    authority.done("revoke", "7");

    assertTrue(check.refusal(certificate).contains("revoked"), check.refusal(certificate));
    assertEquals("", check.refusal(folder.resolve("server.pem")));
  }

  /** A time that is so many seconds away, as openssl takes it. */
  private static String in(int seconds) {
    return Long.toString(System.currentTimeMillis() / 1000 + seconds);
  }
}
