package loteria.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.Channels;
import loteria.ipc.message.Dialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations in the text dialect over a real socket, byte for byte. */
@Timeout(60)
class TextSessionTest {
  private static final String BET_1 = "1,1,José,Paz,30904465,1990-05-17,7574";
  private static final String BET_2 = "1,2,Ana,\"La\" Paz,21689196,1991-01-31,0";
  private static final String FIN_1 = "FIN                   1";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() throws IOException {
    served = Served.in(folder);
  }

  @AfterEach
  void close() throws IOException {
    served.close();
  }

  @Test
  void aWholeConversationOnOneConnection() throws IOException {
    try (Peer peer = served.connect(Dialect.TEXT)) {
      assertAnswer("ACK,00000004,1,1\n", peer, bet(1, BET_1, BET_2));
      assertAnswer("ACK,00000004,1,2\n", peer, bet(2, BET_1));
      assertAnswer("ACK,00000004,1,1\n", peer, bet(1, BET_1, BET_2));
      peer.send(FIN_1);
      served.draw(Map.of(1, List.of("30904465", "21689196")));
      assertEquals("WIN,0000001730904465,21689196", peer.text(29));
      assertAnswer("WIN,0000001730904465,21689196", peer, FIN_1 + "\n");
      assertAnswer("WIN,0000001730904465,21689196", peer, FIN_1);
      peer.endOfRequests();
      assertEquals("", peer.rest());
    }
    assertEquals(
        """
        1,José,Paz,30904465,1990-05-17,7574
        1,Ana,""\"La"" Paz",21689196,1991-01-31,0
        1,José,Paz,30904465,1990-05-17,7574
        """
            .replace("\n", "\r\n"),
        Files.readString(folder.resolve("navidad/bets.csv")));
  }

  @Test
  void theSameWithAConnectionForEachMessage() throws IOException {
    assertEquals("ACK,00000004,1,1\n", askOnce(bet(1, BET_1)));
    assertEquals("ACK,00000004,1,2\n", askOnce(bet(2, BET_2)));
    assertEquals("ACK,00000004,1,2\n", askOnce(bet(2, BET_2)));
    assertEquals("ACK,00000004,2,1\n", askOnce(bet(1, BET_1.replaceFirst("1", "2"))));
    served.draw(Map.of(2, List.of("30904465")));
    assertEquals("WIN,00000000", askOnce(FIN_1 + "\n"));
    assertEquals("WIN,0000000830904465", askOnce("FIN                   2"));
  }

  @Test
  void oneSessionFollowsAnotherOnAConnection() throws IOException {
    try (Peer peer = served.connect(start(1, 0))) {
      assertAnswer("ACK,00000004,1,1\n", peer, bet(1, BET_1));
      Channels.write(peer.channel(), start(2, 0).encode());
      assertAnswer("ACK,00000004,1,2\n", peer, bet(2, BET_2));
      Channels.write(peer.channel(), start(3, 2).encode());
      peer.send(bet(3, BET_2));
      assertTrue(peer.rest().contains("certificate"), "the third session is that of agency 2");
    }
    assertEquals(2, served.standing(1).lastBatch());
  }

  /** Whatever a worker is sent, it stores no batch of it twice or for another. */
  @Test
  void nativeSessionCannotFollow() throws IOException {
    try (Peer peer = served.connect(start(1, 0))) {
      assertAnswer("ACK,00000004,1,1\n", peer, bet(1, BET_1));
      var other = new SessionStart(Dialect.NATIVE, 2, 0, 0, LocalDate.EPOCH, 0);
      Channels.write(peer.channel(), other.encode());
      assertEquals("", peer.rest());
    }
  }

  private static SessionStart start(long epoch, int certified) {
    return new SessionStart(Dialect.TEXT, epoch, 0, 0, LocalDate.of(2026, 11, 20), certified);
  }

  @Test
  void whatIsStoredIsAcknowledgedAgainThoughItsRowsWouldBeRefusedNow() throws IOException {
    String today = BET_1.replace("1990-05-17", "2026-11-20");
    assertEquals("ACK,00000004,1,1\n", askOnce(bet(1, today)));
    served.day(2026, 11, 19);
    assertEquals("ACK,00000004,1,1\n", askOnce(bet(1, today)));
    assertTrue(askOnce(bet(2, today)).startsWith("ERR,"));
  }

  @Test
  void messagesThatComeTogetherAreAnsweredInOrder() throws IOException {
    try (Peer peer = served.connect(Dialect.TEXT)) {
      var sent = new StringBuilder();
      var answers = new StringBuilder();
      for (int id = 1; id <= 64; id++) {
        sent.append(bet(id, BET_1));
        answers.append("ACK,%08d,1,%d\n".formatted(("1," + id + "\n").length(), id));
      }
      peer.send(sent + FIN_1 + "\n");
      served.draw(Map.of());
      peer.endOfRequests();
      assertEquals(answers + "WIN,00000000", peer.rest());
    }
  }

  @Test
  void finIsAnsweredOnceDrawn() throws IOException {
    try (Peer first = served.connect(Dialect.TEXT);
        Peer second = served.connect(Dialect.TEXT)) {
      first.send(FIN_1);
      assertAnswer("ACK,00000004,2,1\n", second, bet(1, BET_1.replaceFirst("1", "2")));
      assertTrue(first.isSilent());
      served.draw(Map.of(1, List.of("5")));
      assertEquals("WIN,000000015", first.text(13));
    }
  }

  @Test
  void aBatchWithABadBetIsRefusedAndTheSessionEnds() throws IOException {
    assertRefused(
        "batch 1 refused: bet 2: number is not 0 to 9999",
        bet(1, BET_1, BET_1.replace("7574", "10000")));
    assertRefused("agency is not the session's", bet(1, BET_1, BET_1.replaceFirst("1", "2")));
    assertRefused("bet 1", bet(1, "1,1,José"));
    assertRefused("bet 2", bet(1, BET_1, ""));
    assertRefused("bet 1", bet(1, BET_1.replace("1990-05-17", "2026-11-21")));
    assertEquals(0, served.standing(1).lastBatch());
  }

  @Test
  void whatTheLedgerSaysNoToIsAnError() throws IOException {
    assertRefused("batch out of order: 2 came, 1 is next", bet(2, BET_1));
    assertEquals("ACK,00000004,1,1\n", askOnce(bet(1, BET_1)));
    assertRefused("batch content changed", bet(1, BET_2));
    try (Peer peer = served.connect(Dialect.TEXT)) {
      peer.send(FIN_1 + bet(1, BET_1) + bet(2, BET_1));
      served.draw(Map.of());
      assertEquals("WIN,00000000ACK,00000004,1,1\nERR,00000021agency 1 has finished", peer.rest());
    }
  }

  @Test
  void onlyAgenciesThatTakePartAreServed() throws IOException {
    assertRefused("agency 3 is unknown", bet(1, BET_1.replaceFirst("1", "3")));
    assertRefused("agency 0 is unknown", bet(1, BET_1.replaceFirst("1", "0")));
    assertRefused("agency 999999 is unknown", "FIN              999999");
    assertRefused("agency 0 is unknown", "FIN                   0");
  }

  @Test
  void messagesThatAreNoneAreAnErrorAndTheEnd() throws IOException {
    String good = bet(1, BET_1);
    for (String malformed :
        List.of(
            "BETTER LATE THAN NEVER",
            "FIX                   1",
            good.replaceFirst("BET0", "BETx"),
            good.replaceFirst("BET0", "BET-"),
            good.substring(0, 11) + "x001" + good.substring(15),
            good.substring(0, 15) + "0000 001" + good.substring(23),
            good.substring(0, 23) + "," + good.substring(24),
            good.substring(0, good.length() - 1) + ".",
            good.substring(0, 11) + "0002" + good.substring(15),
            good.substring(0, 11) + "0000" + good.substring(15),
            "BET00000000000000000001;",
            "BET00000001000100000001;\n",
            "BET00000002000100000001;,\n",
            "BET00000008000100000001;1234567\n",
            "BET00000009000100000001;12345678\n",
            "BET01048577000100000001;",
            "BET99999999000100000001;",
            "FIN                    ",
            "FIN                   x",
            "FIN                  -1",
            "FIN00000000000000000001x",
            "FIN             1234567",
            "FIN                 1 1")) {
      assertRefused("", malformed);
    }
    assertEquals(0, served.standing(1).lastBatch());
    assertEquals("ACK,00000004,1,1\n", askOnce(good));
  }

  @Test
  void answersBeforeABrokenMessageStillCome() throws IOException {
    try (Peer peer = served.connect(Dialect.TEXT)) {
      peer.send(bet(1, BET_1) + bet(2, BET_1) + "no message at all");
      String answers = peer.rest();
      assertTrue(answers.startsWith("ACK,00000004,1,1\nACK,00000004,1,2\nERR,"), answers);
    }
  }

  private static String bet(int batch, String... bets) {
    String payload = String.join(";", bets) + "\n";
    int size = payload.getBytes(StandardCharsets.UTF_8).length;
    return "BET%08d%04d%08d;%s".formatted(size, bets.length, batch, payload);
  }

  private static void assertAnswer(String answer, Peer peer, String sent) throws IOException {
    peer.send(sent);
    assertEquals(answer, peer.text(answer.length()));
  }

  private String askOnce(String message) throws IOException {
    try (Peer peer = served.connect(Dialect.TEXT)) {
      peer.send(message);
      peer.endOfRequests();
      return peer.rest();
    }
  }

  /** The answer is an ERR that says why, and the session ends though its peer has not. */
  private void assertRefused(String why, String message) throws IOException {
    try (Peer peer = served.connect(Dialect.TEXT)) {
      peer.send(message);
      String answer = peer.rest();
      assertTrue(answer.startsWith("ERR,"), "to '" + message + "': " + answer);
      byte[] said = answer.substring(12).getBytes(StandardCharsets.UTF_8);
      assertEquals(Integer.parseInt(answer.substring(4, 12)), said.length);
      assertTrue(answer.contains(why), answer);
    }
  }
}
