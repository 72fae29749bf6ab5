package loteria.worker.redo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the next entry goes, and whether forcing the log is enough. */
@Timeout(60)
class LogEndTest {
  private static final LogHeader HEADER = new LogHeader(3, 1000, 10);
  private static final long FIRST = HEADER.beginOf(0);
  private static final long SECOND = HEADER.beginOf(1);

  private final LogEnd empty = LogEnd.ofEmpty(HEADER, 10);

  @Test
  void theNoteIsReadAsItWasWritten() {
    var end = new LogEnd(HEADER, 12345, 1, 2, 3, 4);
    assertEquals(end, LogEnd.read(written(end)));
  }

  @Test
  void aNoteOfWhichAnyBitIsAnotherIsNone() {
    ByteBuffer note = written(empty);
    for (int bit = 0; bit < LogEnd.BYTES * 8; bit++) {
      note.put(bit / 8, (byte) (note.get(bit / 8) ^ 1 << bit % 8));
      assertNull(LogEnd.read(note.duplicate()), "bit " + bit);
      note.put(bit / 8, (byte) (note.get(bit / 8) ^ 1 << bit % 8));
    }
    assertNull(LogEnd.read(note.duplicate().limit(LogEnd.BYTES - 1)));
    assertNull(LogEnd.read(ByteBuffer.allocate(LogEnd.BYTES)));
  }

  @Test
  void entriesFollowOneAnotherAndCover() {
    assertTrue(empty.covers(10));
    LogEnd one = append(empty, 100, 12);
    LogEnd two = append(one.meet(12, 0), 200, 13);
    assertEquals(FIRST + 300, two.position());
    assertTrue(two.covers(13));
    assertFalse(two.covers(14), "what was written since");
  }

  @Test
  void entriesBeginWhereAPageDoes() {
    assertEquals(FIRST + 110, append(empty, 101, 12).position());
  }

  @Test
  void aGapIsCoveredOnceTheFilesAreForcedUpToIt() {
    LogEnd gap = append(empty, 100, 12).meet(14, 0);
    assertFalse(gap.covers(14));
    LogEnd behind = append(gap, 100, 15);
    assertFalse(behind.covers(15));
    assertFalse(behind.meet(15, 13).covers(15));
    assertTrue(behind.meet(15, 14).covers(15));
  }

  @Test
  void aSegmentIsLeftWhenTheOtherIsFree() {
    LogEnd full = append(empty, 900, 20);
    assertEquals(SECOND, full.placeOf(91), "never to the last byte");
    assertEquals(FIRST + 900, full.placeOf(90));
    LogEnd second = append(full, 900, 30);
    assertTrue(second.isOtherInUse());
    assertTrue(second.covers(30));
    assertEquals(-1, second.placeOf(100));
    assertEquals(-1, second.meet(30, 19).placeOf(100));
    assertEquals(FIRST, second.meet(30, 20).placeOf(100));
    assertFalse(second.meet(30, 20).isOtherInUse());
  }

  @Test
  void anEntryLongerThanASegmentHasNoPlace() {
    assertEquals(-1, empty.placeOf(991));
    assertEquals(FIRST, empty.placeOf(990));
  }

  private static LogEnd append(LogEnd end, int length, int records) {
    return end.after(end.placeOf(length), length, records);
  }

  private static ByteBuffer written(LogEnd end) {
    var note = ByteBuffer.allocate(LogEnd.BYTES);
    end.write(note);
    return note.flip();
  }
}
