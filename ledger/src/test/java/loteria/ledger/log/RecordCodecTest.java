package loteria.ledger.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.Sha256;
import loteria.ledger.state.AgencyEnd;
import loteria.ledger.state.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordCodecTest {
  private static final long SEED = 20_261_128;

  private static final Set<Class<?>> OF_AGENCIES =
      Set.of(
          LogRecord.BatchStored.class,
          LogRecord.SessionOpened.class,
          LogRecord.AgencyFinished.class,
          LogRecord.AgencyClosed.class,
          LogRecord.AgencyState.class);

  private final Random random = new Random(SEED);

  @Test
  void everyFieldComesBackWhereverARecordLies() {
    List<LogRecord> records = records();
    var bytes = ByteBuffer.allocate(records.size() * RecordCodec.BYTES);
    records.forEach(record -> RecordCodec.write(bytes, record));
    assertFalse(bytes.hasRemaining());
    for (int i = 0; i < records.size(); i++) {
      assertEquals(records.get(i), RecordCodec.read(bytes, i * RecordCodec.BYTES), "seed " + SEED);
    }
  }

  @Test
  void everyKindIsTried() {
    Set<Class<?>> tried = records().stream().map(LogRecord::getClass).collect(Collectors.toSet());
    Set<Class<?>> kinds = new HashSet<>(Set.of(LogRecord.class.getPermittedSubclasses()));
    kinds.removeAll(Set.of(LogRecord.OfDraw.class, LogRecord.OfLog.class));
    kinds.addAll(Set.of(LogRecord.OfDraw.class.getPermittedSubclasses()));
    kinds.addAll(Set.of(LogRecord.OfLog.class.getPermittedSubclasses()));
    assertEquals(kinds, tried);
  }

  @Test
  void bytesOfNoKindAreNoRecord() {
    var bytes = ByteBuffer.allocate(RecordCodec.BYTES);
    for (int kind = 0; kind < 256; kind++) {
      bytes.put(0, (byte) kind);
      if (kind < 1 || kind > 14) {
        assertNull(RecordCodec.read(bytes, 0), "kind " + kind);
      }
    }
    bytes.put(0, (byte) 9).put(1, (byte) 3);
    assertNull(RecordCodec.read(bytes, 0), "an agency that has ended in no known way");
  }

  @Test
  void noAgencyHasAnyNumber() {
    var bytes = ByteBuffer.allocate(RecordCodec.BYTES);
    for (LogRecord record : records()) {
      RecordCodec.write(bytes.clear(), record);
      for (int number : new int[] {0, -1, AgencyId.MAX + 1, Integer.MIN_VALUE}) {
        bytes.putInt(4, number);
        LogRecord read = RecordCodec.read(bytes, 0);
        assertEquals(OF_AGENCIES.contains(record.getClass()), read == null, record::toString);
      }
    }
  }

  private List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      records.add(
          new LogRecord.BatchStored(
              agency(), big(), number(), number() >>> 1, new RowDigest(number(), number()), big()));
      records.add(new LogRecord.SessionOpened(agency(), big()));
      records.add(new LogRecord.AgencyFinished(agency(), big(), big()));
      records.add(new LogRecord.AgencyClosed(agency(), big(), big()));
      records.add(new LogRecord.Drawn(new DrawRecord(number(), number(), number())));
      records.add(new LogRecord.IntakeClosed());
      records.add(new LogRecord.Sealed(new Seal(number(), new Sha256(big(), big(), big(), big()))));
      records.add(new LogRecord.NumberDrawn(number()));
      records.add(new LogRecord.RunBegun(number()));
      records.add(new LogRecord.ViewForced(big(), big()));
      records.add(new LogRecord.Ended());
      records.add(
          new LogRecord.AgencyState(
              agency(),
              big(),
              big(),
              new RowDigest(number(), number()),
              big(),
              List.of(AgencyEnd.OPEN, AgencyEnd.FINISHED, AgencyEnd.CLOSED).get(i % 3)));
      records.add(new LogRecord.FollowedTo(big(), number()));
      records.add(new LogRecord.RowsState(new RowDigest(number(), number())));
    }
    return records;
  }

  private int agency() {
    return 1 + random.nextInt(AgencyId.MAX);
  }

  private int number() {
    return random.nextInt();
  }

  private long big() {
    return random.nextLong();
  }
}
