package loteria.supervisor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import loteria.ipc.folder.SecretFile;
import loteria.ipc.tls.TlsFileException;
import loteria.testkit.CapturedLines;
import loteria.testkit.TestAuthority;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be used is named, with what is wrong with it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsFilesTest {
  /** A key in the form that `openssl ecparam -genkey` writes; nothing uses it. */
  private static final String SEC1 =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8goAoGCCqGSM49
      -----END EC PRIVATE KEY-----
      """;

  private static final String ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhXm9nKc0NZ0wICCAAw
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  @TempDir static Path shared;
  @TempDir private Path folder;
  private TestAuthority authority;
  private Identity server;
  private Identity other;

  @BeforeAll
  void makeCertificates() throws Exception {
    authority = TestAuthority.in(shared);
    server = authority.server();
    other = authority.server();
  }

  /** Copies of right files, which a test damages. */
  @BeforeEach
  void copyFiles() throws Exception {
    Files.copy(server.certificate(), certificate());
    Files.copy(server.key(), key());
    Files.copy(authority.certificate(), clientCa());
    Files.copy(authority.crl(), crl());
  }

  @Test
  void keyThatEveryUserCanReadIsReported() throws Exception {
    try (var captured = new CapturedLines(SecretFile.class.getPackage())) {
      var _ = Credentials.read(files());
      assertEquals(List.of(), captured.lines(""));
      Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r--r--"));
      var _ = Credentials.read(files());
      assertEquals(1, captured.lines(key() + " | error: every user can read it").size());
    }
  }

  @Test
  void rightFilesAreRead() throws Exception {
    Expiry expiry = Credentials.read(files()).expiry();
    assertEquals(server.read().getNotAfter().toInstant(), expiry.certificate());
    assertNotNull(expiry.clientCa());
    assertNotNull(expiry.crl());
    var withoutList = new TlsFiles(certificate(), key(), clientCa(), null);
    assertEquals(null, Credentials.read(withoutList).expiry().crl());
  }

  @Test
  void missingFileIsNamed() throws Exception {
    for (Path file : files().all()) {
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      assertUnusable(file, "does not exist");
      Files.createDirectory(file);
      assertUnusable(file, "cannot be read");
      Files.delete(file);
      Files.write(file, content);
    }
    Credentials.read(files());
  }

  @Test
  void garbageIsNamed() throws Exception {
    List<String> garbage =
        List.of(
            "",
            "\n",
            "garbage\n",
            "\0\1\2\3",
            "-----BEGIN CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
    for (Path file : files().all()) {
      byte[] content = Files.readAllBytes(file);
      for (String text : garbage) {
        Files.writeString(file, text);
        assertUnusable(file, "");
      }
      Files.write(file, content);
    }
    Credentials.read(files());
  }

  /** As a full disk or a copy in progress leaves it. */
  @Test
  void fileThatIsCutOffIsNamed() throws Exception {
    for (Path file : files().all()) {
      byte[] content = Files.readAllBytes(file);
      for (int length = 0; length < content.length - 2; length += 17) {
        Files.write(file, java.util.Arrays.copyOf(content, length));
        assertUnusable(file, "");
      }
      Files.write(file, content);
    }
  }

  @Test
  void keyOfAnotherCertificateIsNamed() throws Exception {
    Files.write(key(), Files.readAllBytes(other.key()));
    assertUnusable(key(), "is not the key of " + certificate());
  }

  @Test
  void keyInAnotherFormIsNamedWithTheCommandThatConvertsIt() throws Exception {
    Files.writeString(key(), SEC1);
    assertUnusable(key(), "'EC PRIVATE KEY'");
    assertUnusable(key(), "openssl pkcs8 -topk8 -nocrypt");
    Files.writeString(key(), ENCRYPTED);
    assertUnusable(key(), "'ENCRYPTED PRIVATE KEY'");
    Files.write(key(), Files.readAllBytes(certificate()));
    assertUnusable(key(), "has no private key in PEM form");
  }

  @Test
  void listOfAnotherAuthorityIsNamed() throws Exception {
    // Of the same name: the key decides.
    TestAuthority another = TestAuthority.in(folder.resolve("another"));
    Files.write(crl(), Files.readAllBytes(another.crl()));
    assertUnusable(crl(), "is a list of none of the authorities");
    Files.write(clientCa(), Files.readAllBytes(another.certificate()));
    Credentials.read(files());
  }

  @Test
  void listAndCertificateAreNotTakenForEachOther() throws Exception {
    byte[] list = Files.readAllBytes(crl());
    Files.write(crl(), Files.readAllBytes(clientCa()));
    assertUnusable(crl(), "");
    Files.write(crl(), list);
    Files.write(clientCa(), list);
    assertUnusable(clientCa(), "");
  }

  private void assertUnusable(Path file, String why) throws IOException {
    String content = Files.isRegularFile(file) ? Files.readString(file) : "";
    TlsFileException e =
        assertThrows(TlsFileException.class, () -> Credentials.read(files()), content);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + " "), message);
    assertTrue(message.contains(why), message);
    assertFalse(message.contains("\n"), message);
  }

  private TlsFiles files() {
    return new TlsFiles(certificate(), key(), clientCa(), crl());
  }

  private Path certificate() {
    return folder.resolve("certificate.pem");
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  private Path clientCa() {
    return folder.resolve("client-ca.pem");
  }

  private Path crl() {
    return folder.resolve("crl.pem");
  }
}
