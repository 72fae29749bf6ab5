package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.worker.ledger.JournalRecord.AgencyClosed;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Drawn;
import loteria.worker.ledger.JournalRecord.Entry;
import loteria.worker.ledger.JournalRecord.SessionOpened;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordCodecTest {
  private static final long SEED = 20_261_120;

  private final Random random = new Random(SEED);

  @Test
  void everyFieldComesBack() {
    for (Entry entry : entries()) {
      assertEquals(entry, RecordCodec.read(record(entry), 0, entry.sequence()), "seed " + SEED);
    }
  }

  @Test
  void aRecordHasOneSizeAndIsReadAnywhere() {
    List<Entry> entries = entries();
    var bytes = ByteBuffer.allocate(entries.size() * RecordCodec.SIZE);
    entries.forEach(entry -> RecordCodec.write(bytes, entry));
    assertFalse(bytes.hasRemaining());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      assertEquals(entry, RecordCodec.read(bytes, i * RecordCodec.SIZE, entry.sequence()));
    }
  }

  @Test
  void aRecordWithAnyBitChangedIsNone() {
    for (Entry entry : entries().subList(0, 6)) {
      ByteBuffer bytes = record(entry);
      for (int bit = 0; bit < RecordCodec.SIZE * 8; bit++) {
        byte mask = (byte) (1 << bit % 8);
        bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ mask));
        assertNull(RecordCodec.read(bytes, 0, entry.sequence()), "bit " + bit + " of " + entry);
        bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ mask));
      }
    }
  }

  @Test
  void aRecordInAnothersPlaceIsNone() {
    Entry entry = new Entry(7, 3, new AgencyFinished(1, 2, 3));
    assertNull(RecordCodec.read(record(entry), 0, 6));
    assertNull(RecordCodec.read(record(entry), 0, 8));
  }

  @Test
  void aBlankPlaceIsNoRecordAndAnyBitMakesItNotBlank() {
    var bytes = ByteBuffer.allocate(RecordCodec.SIZE);
    assertNull(RecordCodec.read(bytes, 0, 0));
    assertTrue(RecordCodec.isBlank(bytes, 0));
    for (int i = 0; i < RecordCodec.SIZE; i++) {
      bytes.put(i, (byte) 1);
      assertFalse(RecordCodec.isBlank(bytes, 0), "byte " + i);
      bytes.put(i, (byte) 0);
    }
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(
          entry(
              new BatchStored(
                  number(),
                  big(),
                  big(),
                  number(),
                  number(),
                  new RowDigest(number(), number()),
                  big())));
      entries.add(entry(new SessionOpened(number(), big())));
      entries.add(entry(new AgencyFinished(number(), big(), big())));
      entries.add(entry(new AgencyClosed(number(), big(), big())));
      entries.add(entry(new Drawn(new DrawRecord(number(), number(), number()))));
    }
    return entries;
  }

  private Entry entry(JournalRecord fact) {
    return new Entry(random.nextInt(Integer.MAX_VALUE), random.nextInt(Integer.MAX_VALUE), fact);
  }

  private int number() {
    return random.nextInt();
  }

  private long big() {
    return random.nextLong();
  }

  private static ByteBuffer record(Entry entry) {
    var bytes = ByteBuffer.allocate(RecordCodec.SIZE);
    RecordCodec.write(bytes, entry);
    return bytes;
  }
}
