package loteria.ledger.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import loteria.ledger.state.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class EntryHeaderTest {
  private static final long POSITION = 5L * EntryHeader.ALIGNMENT;
  private static final EntryHeader.Place PLACE =
      new EntryHeader.Place(POSITION, 2L * EntryHeader.ALIGNMENT, 0x1234_5678, POSITION - 1);

  @Test
  void everyFieldComesBack() {
    ByteBuffer entry = entry(3);
    EntryHeader header = EntryHeader.at(entry, 0, POSITION);
    assertNotNull(header);
    assertEquals(POSITION, header.position());
    assertEquals(POSITION + EntryHeader.ALIGNMENT, header.end());
    assertEquals(POSITION - 1, header.forced());
    assertEquals(77, header.betsAt());
    assertEquals(1234, header.millis());
    assertEquals(9, header.run());
    assertEquals(5, header.ledger());
    assertEquals(1, header.records());
    assertEquals(3, header.rowBytes());
    assertTrue(header.follows(2L * EntryHeader.ALIGNMENT, 0x1234_5678));
    assertFalse(header.follows(2L * EntryHeader.ALIGNMENT, 0x1234_5679));
    assertFalse(header.follows(EntryHeader.ALIGNMENT, 0x1234_5678));
  }

  @Test
  void aHeaderInAnothersPlaceIsNone() {
    assertNull(EntryHeader.at(entry(0), 0, POSITION + EntryHeader.ALIGNMENT));
  }

  @Test
  void aHeaderWithAnyBitChangedIsNone() {
    ByteBuffer entry = entry(0);
    for (int bit = 0; bit < EntryHeader.BYTES * 8; bit++) {
      byte mask = (byte) (1 << bit % 8);
      entry.put(bit / 8, (byte) (entry.get(bit / 8) ^ mask));
      assertNull(EntryHeader.at(entry, 0, POSITION), "bit " + bit);
      entry.put(bit / 8, (byte) (entry.get(bit / 8) ^ mask));
    }
  }

  /** Else a written entry could not be distinguished from an unwritten one. */
  @ParameterizedTest
  @MethodSource("rowBytes")
  void noSectorOfAnEntryIsBlankAndItFillsItsPages(int rowBytes) {
    ByteBuffer entry = entry(rowBytes);
    assertEquals(0, entry.limit() % EntryHeader.ALIGNMENT);
    for (int at = 0; at < entry.limit(); at += EntryCursor.SECTOR_BYTES) {
      assertFalse(EntryCursor.isBlank(entry.slice(at, EntryCursor.SECTOR_BYTES)), "at " + at);
    }
    EntryHeader header = EntryHeader.at(entry, 0, POSITION);
    assertNotNull(header);
    int footer = entry.limit() - EntryHeader.FOOTER_BYTES;
    assertTrue(header.isFooter(entry.slice(footer, EntryHeader.FOOTER_BYTES)));
  }

  /** Around those lengths that just fit. */
  static IntStream rowBytes() {
    int fits =
        EntryHeader.ALIGNMENT - EntryHeader.BYTES - RecordCodec.BYTES - EntryHeader.FOOTER_BYTES;
    return IntStream.of(0, 1, fits - 1, fits, fits + 1, fits + EntryHeader.ALIGNMENT);
  }

  @Test
  void aSectorWithOneBitSetIsBlankAndOneWithTwoIsNot() {
    var sector = ByteBuffer.allocate(EntryCursor.SECTOR_BYTES);
    assertTrue(EntryCursor.isBlank(sector));
    sector.put(511, (byte) 0x40);
    assertTrue(EntryCursor.isBlank(sector));
    sector.put(0, (byte) 1);
    assertFalse(EntryCursor.isBlank(sector));
  }

  private static ByteBuffer entry(int rowBytes) {
    var entry = ByteBuffer.allocate(4 * EntryHeader.ALIGNMENT);
    entry.position(EntryHeader.BYTES);
    RecordCodec.write(entry, new LogRecord.SessionOpened(1, 2));
    for (int i = 0; i < rowBytes; i++) {
      entry.put((byte) 'A');
    }
    EntryHeader.complete(entry, EntryHeader.Kind.TURN, PLACE, 1, 77, 1234, 9, 5);
    return entry;
  }
}
