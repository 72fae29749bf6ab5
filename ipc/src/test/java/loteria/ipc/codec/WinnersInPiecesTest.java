package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any number of winners: only a few are in memory at a time, on either side and in between. */
@Timeout(60)
class WinnersInPiecesTest {
  private static final long SEED = 20_261_125;
  private static final List<Integer> COUNTS =
      List.of(0, 1, 2, Limits.WINNERS_PART_MAX, Limits.WINNERS_PART_MAX + 1, 5_000, 100_000);

  @Test
  void nativeFramesTogetherAreAllWinners() throws WireException {
    for (int count : COUNTS) {
      List<String> documents = documents(count);
      List<String> received = new ArrayList<>();
      Iterator<ByteBuffer> frames = NativeDialect.winners(documents);
      boolean last = false;
      while (frames.hasNext()) {
        assertFalse(last);
        byte[] frame = bytes(frames.next());
        assertTrue(frame.length < 32 << 10);
        Reply reply = NativeDialect.reply(Bytes.of(frame));
        last = reply instanceof Reply.Winners;
        received.addAll(
            last
                ? ((Reply.Winners) reply).documents()
                : assertInstanceOf(Reply.WinnersPart.class, reply).documents());
        if (reply instanceof Reply.WinnersPart(int all, var _)) {
          assertEquals(count, all);
        }
      }
      assertTrue(last);
      assertEquals(documents, received);
      assertThrows(NoSuchElementException.class, frames::next);
    }
  }

  @Test
  void textPiecesTogetherAreTheWholeAnswer() {
    for (int count : COUNTS) {
      List<String> documents = documents(count);
      var answer = new ByteArrayOutputStream();
      Iterator<ByteBuffer> pieces = TextDialect.winners(documents);
      while (pieces.hasNext()) {
        byte[] piece = bytes(pieces.next());
        assertTrue(piece.length < 2 * Limits.TEXT_PART_BYTES);
        answer.writeBytes(piece);
      }
      byte[] whole = bytes(TextDialect.encode(1, new Reply.Winners(documents)));
      assertEquals(text(whole), text(answer.toByteArray()));
      assertThrows(NoSuchElementException.class, pieces::next);
    }
  }

  /** A relay that moves a session relies on it: the next worker cuts its reply the same way. */
  @Test
  void relayTakesATextAnswerInTheSamePartsHoweverItComes() throws WireException {
    var random = new Random(SEED);
    byte[] whole = bytes(TextDialect.encode(1, new Reply.Winners(documents(20_000))));
    List<Integer> atOnce = parts(whole, whole.length, random);
    assertTrue(atOnce.size() > 5);
    assertEquals(whole.length, atOnce.stream().mapToInt(Integer::intValue).sum());
    for (int round = 0; round < 20; round++) {
      assertEquals(atOnce, parts(whole, 1 + random.nextInt(30_000), random), "seed " + SEED);
    }
  }

  /** The size has eight digits: an agency that has won more gets an error, not a wrong size. */
  @Test
  void moreWinnersThanASizeCanSayAreAnError() {
    String document = "D".repeat(20);
    List<String> many =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return document;
          }

          @Override
          public int size() {
            return 5_000_000;
          }
        };
    Iterator<ByteBuffer> pieces = TextDialect.winners(many);
    assertEquals(
        "ERR,00000047the winners take 104999999 bytes, over 99999999", text(bytes(pieces.next())));
    assertFalse(pieces.hasNext());
  }

  /** The lengths of the parts that a relay finds in a reply that comes in reads of up to a size. */
  private static List<Integer> parts(byte[] whole, int readMax, Random random)
      throws WireException {
    Framer framer = Framer.ofReplies(Dialect.TEXT);
    List<Integer> parts = new ArrayList<>();
    int begun = 0;
    for (int from = 0; from < whole.length; ) {
      int to = Math.min(whole.length, from + 1 + random.nextInt(readMax));
      var read = ByteBuffer.wrap(whole, from, to - from);
      while (framer.advance(read)) {
        boolean last = read.position() == whole.length;
        assertEquals(last ? Framer.Kind.OTHER : Framer.Kind.PART, framer.kind());
        assertEquals(last, framer.atBoundary());
        parts.add(read.position() - begun);
        begun = read.position();
      }
      from = to;
    }
    assertTrue(framer.atBoundary());
    return parts;
  }

  private static List<String> documents(int count) {
    var random = new Random(SEED);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add("A".repeat(random.nextInt(12)) + random.nextInt(100_000_000));
    }
    return documents;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
