package loteria.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations in the native dialect over a real socket. */
@Timeout(60)
class NativeSessionTest {
  private static final Reply.Welcome NEW = welcome(0, 0, Reply.State.OPEN);

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
    try (Peer peer = served.connect()) {
      assertEquals(NEW, peer.ask(new Request.Hello(1, "navidad")));
      assertEquals(new Reply.Ack(1, 3), peer.ask(Served.batch(1, 1, 3)));
      assertEquals(new Reply.Ack(2, 0), peer.ask(Served.batch(1, 2, 0)));
      assertEquals(new Reply.Ack(1, 3), peer.ask(Served.batch(1, 1, 3)));
      assertEquals(new Reply.Pending(2, 2), peer.ask(new Request.Results(false)));
      assertEquals(new Reply.Finished(1), peer.finish(2, 3, Served.batch(1, 1, 3)));
      assertEquals(new Reply.Pending(1, 2), peer.ask(new Request.Results(false)));
      served.draw(Map.of(1, List.of("77", "8"), 2, List.of("9")));
      var winners = new Reply.Winners(List.of("77", "8"));
      assertEquals(winners, peer.ask(new Request.Results(false)));
      assertEquals(winners, peer.ask(new Request.Results(true)));
      var sign = Bytes.of(new byte[] {1, 2, 3});
      assertEquals(new Reply.Pong(sign), peer.ask(new Request.Ping(sign)));
      peer.endOfRequests();
      assertNull(peer.reply());
    }
  }

  @Test
  void theSameWithAConnectionForEachMessage() throws IOException {
    Request.Batch first = Served.batch(1, 1, 3);
    Request.Batch second = Served.batch(1, 2, 1);
    assertEquals(new Reply.Ack(1, 3), askOnce(NEW, first));
    assertEquals(new Reply.Ack(2, 1), askOnce(welcome(1, 3, Reply.State.OPEN, first), second));
    Reply.Welcome sent = welcome(2, 4, Reply.State.OPEN, first, second);
    assertEquals(new Reply.Pending(2, 2), askOnce(sent, new Request.Results(false)));
    assertEquals(new Reply.Finished(1), askOnce(sent, new Request.Finish(2, 4, sent.digest())));
    served.draw(Map.of());
    assertEquals(
        new Reply.Winners(List.of()),
        askOnce(welcome(2, 4, Reply.State.FINISHED, first, second), new Request.Results(true)));
  }

  @Test
  void aWindowIsAnsweredInOrder() throws IOException {
    try (Peer peer = served.connect()) {
      List<Request> requests = new ArrayList<>(List.of(new Request.Hello(1, "")));
      for (int id = 1; id <= 64; id++) {
        requests.add(Served.batch(1, id, id % 5));
      }
      requests.add(new Request.Finish(64, served64(), Peer.digest(requests)));
      peer.send(requests.toArray(Request[]::new));
      assertEquals(NEW, peer.reply());
      for (int id = 1; id <= 64; id++) {
        assertEquals(new Reply.Ack(id, id % 5), peer.reply());
      }
      assertEquals(new Reply.Finished(1), peer.reply());
    }
  }

  private static long served64() {
    long bets = 0;
    for (int id = 1; id <= 64; id++) {
      bets += id % 5;
    }
    return bets;
  }

  /** Until the ledger knows of a seal: also once the draw is made. */
  @Test
  void sealIsPendingUntilThereIsOne() throws IOException {
    try (Peer peer = served.hello(1)) {
      assertEquals(new Reply.Pending(2, 2), peer.ask(new Request.Seal()));
      assertEquals(new Reply.Ack(1, 3), peer.ask(Served.batch(1, 1, 3)));
      assertEquals(new Reply.Finished(1), peer.finish(1, 3, Served.batch(1, 1, 3)));
      served.draw(Map.of(1, List.of("77")));
      assertEquals(new Reply.Pending(1, 2), peer.ask(new Request.Seal()));
    }
  }

  @Test
  void aHalfClosedPeerGetsItsAnswers() throws IOException {
    try (Peer peer = served.connect()) {
      peer.send(new Request.Hello(1, ""), Served.batch(1, 1, 1), new Request.Results(true));
      peer.endOfRequests();
      assertEquals(NEW, peer.reply());
      assertEquals(new Reply.Ack(1, 1), peer.reply());
      served.draw(Map.of(1, List.of("1")));
      assertEquals(new Reply.Winners(List.of("1")), peer.reply());
      assertNull(peer.reply());
    }
  }

  @Test
  void resultsWaitUntilDrawnAndWhatFollowsThem() throws IOException {
    var sign = Bytes.of(new byte[] {7});
    try (Peer waiting = served.hello(1);
        Peer other = served.hello(2)) {
      waiting.send(new Request.Results(true), new Request.Ping(sign));
      assertEquals(new Reply.Ack(1, 2), other.ask(Served.batch(2, 1, 2)));
      assertTrue(waiting.isSilent());
      served.draw(Map.of(2, List.of("5")));
      assertEquals(new Reply.Winners(List.of()), waiting.reply());
      assertEquals(new Reply.Pong(sign), waiting.reply());
      assertEquals(new Reply.Winners(List.of("5")), other.ask(new Request.Results(true)));
    }
  }

  @Test
  void whatIsStoredIsAcknowledgedAgainThoughItsRowsWouldBeRefusedNow() throws IOException {
    String row = "1,Ana,Paz,1,2026-11-20,7\r\n";
    Request.Batch stored = Served.batch(1, row);
    try (Peer peer = served.hello(1)) {
      assertEquals(new Reply.Ack(1, 1), peer.ask(stored));
    }
    served.day(2026, 11, 18);
    try (Peer peer = served.hello(1)) {
      assertEquals(new Reply.Ack(1, 1), peer.ask(stored));
      // What comes behind it is not held back.
      assertEquals(new Reply.Ack(2, 1), peer.ask(Served.batch(1, 2, 1)));
      assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(3, row)));
    }
    try (Peer peer = served.hello(1)) {
      assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(1, row.replace(",7", ",8"))));
    }
  }

  /** As after a worker died that had stored the corrected batch, and answered nothing yet. */
  @Test
  void aRefusedBatchThatIsSentAgainIsRefusedAgainThoughItsCorrectedOneIsStored()
      throws IOException {
    Request.Batch bad = Served.batch(1, Served.row(1, 1, "10000"));
    Request.Batch corrected = Served.batch(1, 1, 1);
    Request.Batch next = Served.batch(1, 2, 1);
    try (Peer peer = served.hello(1)) {
      assertInstanceOf(Reply.Refused.class, peer.ask(bad));
      assertEquals(new Reply.Ack(1, 1), peer.ask(corrected));
      assertEquals(new Reply.Ack(2, 1), peer.ask(next));
    }
    try (Peer peer = served.hello(1)) {
      assertInstanceOf(Reply.Refused.class, peer.ask(bad));
      assertEquals(new Reply.Ack(1, 1), peer.ask(corrected));
      assertEquals(new Reply.Ack(2, 1), peer.ask(next));
      assertEquals(new Reply.Ack(3, 1), peer.ask(Served.batch(1, 3, 1)));
    }
  }

  @Test
  void batchesBehindARefusedOneAreHeldBackUntilItIsCorrected() throws IOException {
    try (Peer peer = served.hello(1)) {
      String rows = Served.row(1, 1, "7574") + Served.row(1, 2, "10000") + Served.row(2, 3, "1");
      peer.send(
          Served.batch(1, 1, 1),
          Served.batch(2, rows),
          Served.batch(1, 3, 1),
          Served.batch(1, 4, 1));
      assertEquals(new Reply.Ack(1, 1), peer.reply());
      assertEquals(
          new Reply.Refused(
              2,
              List.of(
                  new BadRow(1, "number is not 0 to 9999"),
                  new BadRow(2, "agency is not the session's"))),
          peer.reply());
      assertEquals(new Reply.Refused(3, List.of()), peer.reply());
      assertEquals(new Reply.Refused(4, List.of()), peer.reply());
      assertEquals(1, served.standing(1).lastBatch());

      peer.send(Served.batch(1, 2, 1), Served.batch(1, 3, 1), Served.batch(1, 4, 1));
      for (int id = 2; id <= 4; id++) {
        assertEquals(new Reply.Ack(id, 1), peer.reply());
      }
    }
  }

  @Test
  void aCorrectedBatchMayBeRefusedAgain() throws IOException {
    try (Peer peer = served.hello(1)) {
      for (int time = 0; time < 3; time++) {
        var refused = assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(1, "x\r\n")));
        assertEquals(1, refused.badRows().size());
        assertEquals(new Reply.Refused(2, List.of()), peer.ask(Served.batch(1, 2, 1)));
      }
      assertEquals(new Reply.Ack(1, 0), peer.ask(Served.batch(1, "")));
      assertEquals(new Reply.Ack(2, 1), peer.ask(Served.batch(1, 2, 1)));
    }
  }

  @Test
  void aRepeatOfAnEarlierBatchReleasesNothingThatIsHeldBack() throws IOException {
    try (Peer peer = served.hello(1)) {
      assertEquals(new Reply.Ack(1, 1), peer.ask(Served.batch(1, 1, 1)));
      assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(2, "x\r\n")));
      assertEquals(new Reply.Ack(1, 1), peer.ask(Served.batch(1, 1, 1)));
      assertEquals(new Reply.Refused(3, List.of()), peer.ask(Served.batch(1, 3, 1)));
      assertEquals(new Reply.Ack(2, 1), peer.ask(Served.batch(1, 2, 1)));
      assertEquals(new Reply.Ack(3, 1), peer.ask(Served.batch(1, 3, 1)));
    }
  }

  @Test
  void aBatchThatDoesNotEndItsLastRowIsRefused() throws IOException {
    String whole = Served.row(1, 1, "1");
    try (Peer peer = served.hello(1)) {
      assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(1, whole + "1,Ana")));
      assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(1, "1,Ana")));
      assertInstanceOf(Reply.Refused.class, peer.ask(Served.batch(1, whole.replace("\r", ""))));
      assertEquals(new Reply.Ack(1, 1), peer.ask(Served.batch(1, whole)));
    }
  }

  private Reply askOnce(Reply.Welcome welcome, Request request) throws IOException {
    try (Peer peer = served.connect()) {
      assertEquals(welcome, peer.ask(new Request.Hello(1, "")));
      return assertInstanceOf(Reply.class, peer.ask(request));
    }
  }

  private static Reply.Welcome welcome(
      long lastBatch, long bets, Reply.State state, Request... stored) {
    long digest = Peer.digest(List.of(stored));
    return new Reply.Welcome(lastBatch, bets, state, Served.FRAME_BYTES_MAX, digest);
  }
}
