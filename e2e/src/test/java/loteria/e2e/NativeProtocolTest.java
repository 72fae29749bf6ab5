package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NativeProtocolTest {
  private static final long SEED = 7;

  @TempDir Path folder;

  @Test
  void aConversationByteByByteIsAnsweredAsOneInWholeFrames() throws IOException {
    List<List<String>> bets = Bets.of(1, 30, 2, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient client = NativeClient.connect(server.port())) {
      for (Request request :
          List.of(
              new Request.Ping(Bytes.of("hola".getBytes(StandardCharsets.UTF_8))),
              new Request.Hello(1, "default"),
              Bets.batch(1, 1, bets, 0, 10),
              Bets.batch(1, 2, bets, 10, 30),
              new Request.Results(false),
              Bets.finish(1, 2, bets, 30),
              new Request.Results(true))) {
        ByteBuffer frame = NativeDialect.encode(request);
        for (int at = 0; at < frame.limit(); at++) {
          client.sendBytes(frame.slice(at, 1));
        }
      }
      assertEquals(
          new Reply.Pong(Bytes.of("hola".getBytes(StandardCharsets.UTF_8))), client.receive());
      assertEquals(new Reply.Welcome(0, 0, Reply.State.OPEN, 1 << 20, 0), client.receive());
      assertEquals(new Reply.Ack(1, 10), client.receive());
      assertEquals(new Reply.Ack(2, 20), client.receive());
      assertEquals(new Reply.Pending(1, 1), client.receive());
      assertEquals(new Reply.Finished(0), client.receive());
      assertEquals(new Reply.Winners(Bets.documents(bets, 2)), client.receive());
    }
  }

  @Test
  void aRefusedBatchHoldsBackThoseBehindItUntilItComesAgain() throws IOException {
    List<List<String>> bets = Bets.of(1, 30, 0, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient client = NativeClient.hello(server.port(), 1)) {
      var bad =
          new Request.Batch(
              2, 1, Bytes.of("1,A,B,1,2999-01-01,7\r\n".getBytes(StandardCharsets.UTF_8)));
      client.send(Bets.batch(1, 1, bets, 0, 10));
      client.send(bad);
      client.send(Bets.batch(1, 3, bets, 20, 30));
      assertEquals(new Reply.Ack(1, 10), client.receive());
      Reply.Refused refused = assertInstanceOf(Reply.Refused.class, client.receive());
      assertEquals("birth date is in the future", refused.badRows().getFirst().reason());
      assertEquals(new Reply.Refused(3, List.of()), client.receive());
      assertEquals(new Reply.Ack(2, 10), client.ask(Bets.batch(1, 2, bets, 10, 20)));
      assertEquals(new Reply.Ack(3, 10), client.ask(Bets.batch(1, 3, bets, 20, 30)));
      assertEquals(bets, StoredBets.read(server.folder()).of(1));
    }
  }

  @Test
  void unservableRequestGetsAnErrorAndEndsItsSessionOnly() throws IOException {
    List<List<String>> bets = Bets.of(1, 20, 0, SEED);
    try (RunningServer server = RunningServer.start(folder, 2, 2)) {
      int port = server.port();
      assertFailure(ErrorCode.UNKNOWN_AGENCY, port, new Request.Hello(3, ""));
      assertFailure(ErrorCode.UNKNOWN_AGENCY, port, new Request.Hello(0, ""));
      assertFailure(ErrorCode.UNKNOWN_AGENCY, port, new Request.Hello(-1, ""));
      assertFailure(ErrorCode.UNKNOWN_DRAW, port, new Request.Hello(1, "otro"));
      assertFailure(ErrorCode.HELLO_FIRST, port, Bets.batch(1, 1, bets, 0, 10));
      Request.Hello hello = new Request.Hello(1, "");
      assertFailure(ErrorCode.HELLO_FIRST, port, hello, hello);
      assertFailure(ErrorCode.OUT_OF_ORDER, port, hello, Bets.batch(1, 2, bets, 0, 10));
      assertFailure(ErrorCode.OUT_OF_ORDER, port, hello, Bets.batch(1, 0, bets, 0, 10));
      assertFailure(ErrorCode.TOTALS_DIFFER, port, hello, new Request.Finish(1, 1, 0));
      assertFailure(
          ErrorCode.DIGEST_DIFFERS,
          port,
          hello,
          Bets.batch(1, 1, bets, 0, 10),
          Bets.finish(1, 1, bets.subList(1, 11), 10));
      assertFailure(
          ErrorCode.CONTENT_CHANGED,
          port,
          hello,
          Bets.batch(1, 1, bets, 0, 10),
          Bets.batch(1, 1, bets, 1, 11));
      Request.Batch first = Bets.batch(1, 1, bets, 0, 10);
      assertFailure(ErrorCode.MALFORMED, port, hello, new Request.Batch(2, 9, first.content()));
      assertFailure(
          ErrorCode.AGENCY_FINISHED,
          port,
          hello,
          Bets.finish(1, 1, bets, 10),
          Bets.batch(1, 2, bets, 10, 20));
      assertEquals(10, StoredBets.read(server.folder()).count());
    }
  }

  /** The last of these requests is answered by this ERROR, and then the connection ends. */
  private static void assertFailure(ErrorCode code, int port, Request... requests)
      throws IOException {
    try (NativeClient client = NativeClient.connect(port)) {
      Reply reply = null;
      for (Request request : requests) {
        reply = client.ask(request);
      }
      assertEquals(code, codeOf(reply), () -> "after " + List.of(requests));
      assertNull(client.receive());
    }
  }

  private static @Nullable ErrorCode codeOf(@Nullable Reply reply) {
    assertTrue(reply instanceof Reply.Failure, () -> "answered by " + reply);
    return reply instanceof Reply.Failure failure ? failure.code() : null;
  }
}
