package loteria.worker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends a session in the native dialect with an ERROR. */
@Timeout(60)
class NativeErrorsTest {
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
  void aSessionBeginsWithOneHello() throws IOException {
    try (Peer peer = served.hello(1)) {
      assertFails(ErrorCode.HELLO_FIRST, peer, new Request.Hello(1, ""));
    }
    for (Request request :
        List.of(Served.batch(1, 1, 1), new Request.Finish(0, 0, 0), new Request.Results(true))) {
      try (Peer peer = served.connect()) {
        assertFails(ErrorCode.HELLO_FIRST, peer, request);
      }
    }
    assertEquals(0, served.standing(1).lastBatch());
  }

  @Test
  void onlyAgenciesThatTakePartAreServed() throws IOException {
    for (int agency : new int[] {0, 3, -1, Integer.MIN_VALUE, 1_000_000}) {
      try (Peer peer = served.connect()) {
        assertFails(ErrorCode.UNKNOWN_AGENCY, peer, new Request.Hello(agency, ""));
      }
    }
  }

  @Test
  void onlyTheCurrentDrawIsServed() throws IOException {
    for (String draw : List.of("default", "navidad ", "NAVIDAD", "\u0000")) {
      try (Peer peer = served.connect()) {
        assertFails(ErrorCode.UNKNOWN_DRAW, peer, new Request.Hello(1, draw));
      }
    }
  }

  @Test
  void whatTheAgencySaidIsQuotedShortAndWithoutDirectionMarks() throws IOException {
    try (Peer peer = served.connect()) {
      peer.send(new Request.Hello(1, "\u202e" + "A".repeat(44_997)));
      var failure = assertInstanceOf(Reply.Failure.class, peer.reply());
      assertEquals(ErrorCode.UNKNOWN_DRAW, failure.code());
      assertEquals("draw '\\u{202e}" + "A".repeat(456) + "… and 44565 more", failure.text());
    }
  }

  @Test
  void whatTheLedgerSaysNoToEndsTheSession() throws IOException {
    try (Peer peer = served.hello(1)) {
      peer.send(Served.batch(1, 2, 1), Served.batch(1, 1, 1), new Request.Results(false));
      assertEquals(ErrorCode.OUT_OF_ORDER, failure(peer.reply()));
      assertNull(peer.reply());
    }
    try (Peer peer = served.hello(2)) {
      assertEquals(new Reply.Ack(1, 1), peer.ask(Served.batch(2, 1, 1)));
      assertFails(ErrorCode.CONTENT_CHANGED, peer, Served.batch(2, 1, 2));
    }
    try (Peer peer = served.hello(2)) {
      assertFails(ErrorCode.TOTALS_DIFFER, peer, new Request.Finish(1, 2, 0));
    }
    try (Peer peer = served.hello(2)) {
      assertFails(ErrorCode.DIGEST_DIFFERS, peer, new Request.Finish(1, 1, 0));
    }
    try (Peer peer = served.hello(2)) {
      assertEquals(new Reply.Finished(1), peer.finish(1, 1, Served.batch(2, 1, 1)));
      assertFails(ErrorCode.AGENCY_FINISHED, peer, Served.batch(2, 2, 1));
    }
  }

  @Test
  void aBatchWithAnotherNumberOfRowsIsMalformed() throws IOException {
    Bytes content = Served.batch(1, 1, 2).content();
    for (int rows : new int[] {0, 1, 3, -2, Integer.MAX_VALUE}) {
      try (Peer peer = served.hello(1)) {
        assertFails(ErrorCode.MALFORMED, peer, new Request.Batch(1, rows, content));
      }
    }
  }

  @Test
  void framesThatAreNoneEndTheSession() throws IOException {
    ByteBuffer frame = NativeDialect.encode(Served.batch(1, 1, 1));
    byte[] good = new byte[frame.remaining()];
    frame.get(good);
    assertEndsWith(ErrorCode.CHECKSUM, changed(good, good.length - 3));
    assertEndsWith(ErrorCode.CHECKSUM, changed(good, 8));
    assertEndsWith(ErrorCode.MALFORMED, changed(good, 0));
    assertEndsWith(ErrorCode.OTHER_VERSION, changed(good, 2));
    assertEndsWith(ErrorCode.MALFORMED, changed(good, 3));
    byte[] tooLong = good.clone();
    ByteBuffer.wrap(tooLong).putInt(4, Limits.REQUEST_BYTES_MAX + 1);
    assertEndsWith(ErrorCode.TOO_LARGE, tooLong);
    ByteBuffer.wrap(tooLong).putInt(4, -1);
    assertEndsWith(ErrorCode.TOO_LARGE, tooLong);
    assertEquals(0, served.standing(1).lastBatch());
  }

  @Test
  void answersBeforeABrokenFrameStillCome() throws IOException {
    try (Peer peer = served.hello(1)) {
      peer.send(Served.batch(1, 1, 1), Served.batch(1, 2, 1));
      peer.send(new byte[Limits.HEADER_BYTES]);
      assertEquals(new Reply.Ack(1, 1), peer.reply());
      assertEquals(new Reply.Ack(2, 1), peer.reply());
      assertEquals(ErrorCode.MALFORMED, failure(peer.reply()));
      assertNull(peer.reply());
    }
  }

  private void assertEndsWith(ErrorCode code, byte[] bytes) throws IOException {
    try (Peer peer = served.hello(1)) {
      peer.send(bytes);
      assertEquals(code, failure(peer.reply()));
      assertNull(peer.reply());
    }
  }

  private static byte[] changed(byte[] frame, int at) {
    byte[] changed = frame.clone();
    changed[at] ^= 0x40;
    return changed;
  }

  private static void assertFails(ErrorCode code, Peer peer, Request request) throws IOException {
    assertEquals(code, failure(peer.ask(request)));
    assertNull(peer.reply());
  }

  private static ErrorCode failure(@Nullable Reply reply) {
    return assertInstanceOf(Reply.Failure.class, reply).code();
  }
}
