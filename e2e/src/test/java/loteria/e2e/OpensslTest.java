package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the port with TLS offers, as {@code openssl s_client} sees it. */
@Timeout(120)
class OpensslTest {
  /** Old versions and weak keys are refused by openssl itself unless it is allowed to use them. */
  private static final List<String> ANYTHING = List.of("-cipher", "DEFAULT@SECLEVEL=0");

  private static final List<String> CIPHERS =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  @TempDir static Path folder;
  private static TlsLottery lottery;

  @BeforeAll
  static void startServer() throws Exception {
    ShellCommand.assumeThereIs("openssl");
    lottery = TlsLottery.start(folder, 1);
  }

  @AfterAll
  static void endServer() {
    if (lottery != null) {
      lottery.close();
    }
  }

  @Test
  void olderVersionsAreRefusedByTheServer() {
    for (String version : List.of("-tls1", "-tls1_1", "-tls1_2")) {
      List<String> words = new ArrayList<>(ANYTHING);
      words.add(version);
      Script client = client(words);
      assertNotEquals(0, client.code(), client.toString());
      assertTrue(client.printed().contains("alert protocol version"), client.toString());
    }
    assertTrue(client(List.of("-min_protocol", "TLSv1.2")).printed().contains("New, TLSv1.3, "));
  }

  @Test
  void ciphersAreTheThreeOfJava() {
    for (String cipher : CIPHERS) {
      Script client = client(List.of("-ciphersuites", cipher));
      assertEquals(0, client.code(), client.toString());
      assertTrue(client.printed().contains("New, TLSv1.3, Cipher is " + cipher), client.toString());
    }
    for (String cipher : List.of("TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256")) {
      Script client = client(List.of("-ciphersuites", cipher));
      assertNotEquals(0, client.code(), client.toString());
      assertTrue(client.printed().contains("alert handshake failure"), client.toString());
    }
  }

  @Test
  void certificateIsShownAndIsForItsHostOnly() {
    String ca = lottery.authority().certificate().toString();
    List<String> words = List.of("-CAfile", ca, "-verify_return_error", "-verify_hostname");
    Script right = client(with(words, "localhost"));
    assertEquals(0, right.code(), right.toString());
    assertTrue(right.printed().contains("Verify return code: 0 (ok)"), right.toString());
    assertTrue(right.printed().contains("subject=CN = server"), right.toString());
    assertTrue(
        right.printed().contains("Acceptable client certificate CA names"), right.toString());
    Script wrong = client(with(words, "lottery.example"));
    assertNotEquals(0, wrong.code(), wrong.toString());
    assertTrue(wrong.printed().contains("hostname mismatch"), wrong.toString());
  }

  /** Each of these has let others read or repeat what TLS protects. */
  @Test
  void nothingIsCompressedRenegotiatedOrSentEarly() {
    Script client = pingAs(lottery.agency(1));
    String printed = client.printed();
    assertTrue(printed.contains("Compression: NONE"), printed);
    assertTrue(printed.contains("Secure Renegotiation IS NOT supported"), printed);
    assertTrue(printed.contains("Early data was not sent"), printed);
    assertTrue(printed.contains("Post-Handshake New Session Ticket arrived"), printed);
    assertTrue(printed.contains("Max Early Data: 0"), printed);
  }

  @Test
  void certificateOfAnAgencyOpensThePortAndNothingElseDoes() {
    assertTrue(pingAs(lottery.agency(1)).printed().contains("PONG"));
    Script ofServer = pingAs(lottery.own());
    assertFalse(ofServer.printed().contains("PONG"), ofServer.toString());
    assertTrue(ofServer.printed().contains("NOT_YOURS"), ofServer.toString());
    Script without = pingWith("");
    assertFalse(without.printed().contains("PONG"), without.toString());
    assertTrue(without.printed().contains("alert certificate required"), without.toString());
  }

  private static Script pingAs(Identity identity) {
    return pingWith("-cert '" + identity.certificate() + "' -key '" + identity.key() + "'");
  }

  /** Sends a PING and reads until the server closes. */
  private static Script pingWith(String flags) {
    return Script.run(
        folder,
        Map.of("LC_ALL", "C"),
        "sh",
        "-c",
        "echo PING | openssl s_client -ign_eof -connect localhost:" + lottery.port() + " " + flags);
  }

  /** A handshake of agency 1, with the end of the input right behind it. */
  private static Script client(List<String> words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("openssl", "s_client", "-connect", "localhost:" + lottery.port()));
    command.addAll(List.of("-cert", lottery.agency(1).certificate().toString()));
    command.addAll(List.of("-key", lottery.agency(1).key().toString()));
    command.addAll(words);
    return Script.run(folder, Map.of("LC_ALL", "C"), command.toArray(String[]::new));
  }

  private static List<String> with(List<String> words, String last) {
    List<String> all = new ArrayList<>(words);
    all.add(last);
    return all;
  }
}
