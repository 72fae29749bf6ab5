package loteria.worker.redo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which entries of a log count. */
@Timeout(60)
class RedoReaderTest {
  private static final LogHeader HEADER = new LogHeader(7, 1 << 20, 64);

  private final HeldFile file = new HeldFile();

  RedoReaderTest() {
    file.put(0, HEADER.bytes());
    file.put(HEADER.beginOf(2) - 1, ByteBuffer.allocate(1));
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    ByteBuffer whole = entry(7, 640, 3, 1000, 5);
    RedoEntry entry = RedoEntry.read(whole, 0);
    assertNotNull(entry);
    assertEquals(7, entry.generation());
    assertEquals(640, entry.journalAt());
    assertEquals(1000, entry.betsAt());
    assertEquals(ByteBuffer.wrap(new byte[] {1, 1, 1}), entry.records());
    assertEquals(ByteBuffer.wrap(new byte[] {2, 2, 2, 2, 2}), entry.rows());
  }

  @Test
  void anEntryOfWhichAnyBitIsAnotherIsNone() {
    ByteBuffer whole = entry(7, 640, 3, 1000, 5);
    for (int bit = 0; bit < whole.limit() * 8; bit++) {
      whole.put(bit / 8, (byte) (whole.get(bit / 8) ^ 1 << bit % 8));
      assertNull(RedoEntry.read(whole, 0), "bit " + bit);
      whole.put(bit / 8, (byte) (whole.get(bit / 8) ^ 1 << bit % 8));
    }
  }

  @Test
  void anEntryThatIsCutShortIsNone() {
    ByteBuffer whole = entry(7, 0, 64, 0, 100);
    for (int length = whole.limit() - 1; length >= 0; length--) {
      assertNull(RedoEntry.read(whole.duplicate().limit(length), 0));
    }
  }

  @Test
  void blankPlacesAreNoEntry() {
    assertNull(RedoEntry.read(ByteBuffer.allocate(1000), 0));
  }

  @Test
  void bothSegmentsAreReadInTheOrderInWhichTheyWereWritten() throws IOException {
    write(0, 7, 10, 20, 30);
    write(1, 7, 40, 50);
    assertEquals(List.of(10L, 20L, 30L, 40L, 50L), read());
  }

  /** More than are read at once, of all lengths, across the end of what is. */
  @Test
  void manyEntriesAreRead() throws IOException {
    List<Long> places = new ArrayList<>();
    long at = HEADER.beginOf(1);
    for (int i = 0; i < 60; i++) {
      ByteBuffer entry = entry(7, i, 64, 0, i * 271);
      places.add((long) i);
      file.put(at, entry);
      at += HEADER.spaceOf(entry.limit());
    }
    assertEquals(places, read());
  }

  @Test
  void aSegmentEndsAtTheFirstPlaceWithoutAWholeEntry() throws IOException {
    long damaged = write(0, 7, 10, 20);
    writeAt(damaged, 7, 30, 40);
    write(1, 7, 50);
    file.flip(damaged + 30, 3);
    assertEquals(List.of(10L, 20L, 50L), read());
  }

  @Test
  void entriesOfAnotherGenerationDoNotCount() throws IOException {
    long end = write(0, 7, 10, 20);
    writeAt(end, 6, 30);
    write(1, 8, 40);
    assertEquals(List.of(10L, 20L), read());
  }

  @Test
  void aLogWithoutAWholeHeaderHasNoEntries() throws IOException {
    write(0, 7, 10);
    for (int bit = 0; bit < 192; bit++) {
      file.flip(bit / 8, bit % 8);
      assertEquals(List.of(), read(), "bit " + bit);
      file.flip(bit / 8, bit % 8);
    }
    assertEquals(List.of(10L), read());
    assertNull(LogHeader.read(new HeldFile()));
  }

  private long write(int segment, long generation, long... journalPlaces) {
    return writeAt(HEADER.beginOf(segment), generation, journalPlaces);
  }

  private long writeAt(long from, long generation, long... journalPlaces) {
    long at = from;
    for (long place : journalPlaces) {
      ByteBuffer entry = entry(generation, place, 64, 0, 300);
      file.put(at, entry);
      at += HEADER.spaceOf(entry.limit());
    }
    return at;
  }

  private List<Long> read() throws IOException {
    List<Long> places = new ArrayList<>();
    RedoReader.read(file, entry -> places.add(entry.journalAt()));
    return places;
  }

  private static ByteBuffer entry(
      long generation, long journalAt, int records, long betsAt, int rows) {
    ByteBuffer whole = ByteBuffer.allocate(RedoEntry.HEADER_BYTES + records + rows);
    whole.position(RedoEntry.HEADER_BYTES);
    for (int i = 0; i < records + rows; i++) {
      whole.put((byte) (i < records ? 1 : 2));
    }
    RedoEntry.complete(whole, generation, journalAt, records, betsAt);
    return whole;
  }
}
