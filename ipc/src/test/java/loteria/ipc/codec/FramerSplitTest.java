package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream may be cut into any pieces: its messages end in the same places. */
@Timeout(60)
class FramerSplitTest {
  private static final long SEED = 19990317;

  @Test
  void nativeRequestsEndAlike() throws WireException {
    assertEndsAtEverySplit(
        () -> Framer.ofRequests(Dialect.NATIVE), Golden.NATIVE_REQUESTS.messages().values());
  }

  @Test
  void nativeRepliesEndAlike() throws WireException {
    assertEndsAtEverySplit(
        () -> Framer.ofReplies(Dialect.NATIVE), Golden.NATIVE_REPLIES.messages().values());
  }

  @Test
  void coordinationEndsAlike() throws WireException {
    assertEndsAtEverySplit(
        () -> Framer.ofReplies(Dialect.NATIVE), Golden.COORDINATION.messages().values());
  }

  @Test
  void textRepliesEndAlike() throws WireException {
    assertEndsAtEverySplit(
        () -> Framer.ofReplies(Dialect.TEXT), Golden.TEXT_REPLIES.messages().values());
  }

  /** The line feed after a FIN, if there is one, goes with the message after it. */
  @Test
  void textRequestsEndAlike() throws WireException {
    byte[] bet = Golden.TEXT_REQUESTS.bytes("bet");
    byte[] fin = Golden.TEXT_REQUESTS.bytes("fin");
    assertEndsAtEverySplit(
        () -> Framer.ofRequests(Dialect.TEXT),
        List.of(bet, fin, bet, fin, afterLineFeed(bet), fin, afterLineFeed(fin), fin));
  }

  private static void assertEndsAtEverySplit(Supplier<Framer> framers, Collection<byte[]> messages)
      throws WireException {
    var stream = new ByteArrayOutputStream();
    List<Integer> ends = new ArrayList<>();
    for (byte[] message : messages) {
      stream.writeBytes(message);
      ends.add(stream.size());
    }
    byte[] bytes = stream.toByteArray();
    for (int split = 0; split <= bytes.length; split++) {
      assertEquals(ends, ends(framers.get(), bytes, List.of(split)), "split at " + split);
    }
    List<Integer> everywhere = new ArrayList<>();
    for (int at = 1; at < bytes.length; at++) {
      everywhere.add(at);
    }
    assertEquals(ends, ends(framers.get(), bytes, everywhere), "byte by byte");
    var random = new Random(SEED);
    for (int round = 0; round < 1_000; round++) {
      List<Integer> some = everywhere.stream().filter(_ -> random.nextInt(9) == 0).toList();
      assertEquals(ends, ends(framers.get(), bytes, some), "seed " + SEED);
    }
  }

  /** Where the framer finds ends of messages when the bytes come in pieces. */
  private static List<Integer> ends(Framer framer, byte[] bytes, List<Integer> splits)
      throws WireException {
    List<Integer> ends = new ArrayList<>();
    List<Integer> upTo = new ArrayList<>(splits);
    upTo.add(bytes.length);
    int from = 0;
    for (int to : upTo) {
      var piece = ByteBuffer.wrap(bytes, from, to - from);
      while (framer.advance(piece)) {
        ends.add(piece.position());
        assertTrue(framer.atBoundary());
      }
      assertFalse(piece.hasRemaining());
      from = to;
    }
    return ends;
  }

  private static byte[] afterLineFeed(byte[] message) {
    return ByteBuffer.allocate(message.length + 1).put((byte) '\n').put(message).array();
  }
}
