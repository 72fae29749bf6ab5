package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import loteria.ipc.bet.RowDigest;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.Request;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;
import loteria.worker.ledger.JournalRecord.AgencyFinished;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is made of damaged files. The ledger here has records 0 to 5, one to a turn; the last says
 * that the first five were on disk.
 */
@Timeout(60)
class RecoveryTest {
  private static final int AGENCIES = 3;
  private static final int RECORDS = 6;
  private static final int MARK = 5;

  private final MemoryDisk disk = new MemoryDisk();

  @BeforeEach
  void store() throws IOException {
    Store store = disk.open(AGENCIES);
    List<Order> orders =
        List.of(
            Batches.append(1, Batches.batch(1, 1, 3, 1)),
            Batches.append(2, Batches.batch(2, 1, 2, 600)),
            Batches.append(1, Batches.batch(1, 2, 1, 1)),
            Batches.finish(1),
            Batches.append(2, Batches.batch(2, 2, 0, 1)),
            Batches.append(2, Batches.batch(2, 3, 4, 600)));
    for (Order order : orders) {
      disk.carryOut(store, List.of(order));
    }
  }

  @Test
  void aCleanLedgerIsKeptWhole() throws IOException {
    Image bets = disk.bets().copy();
    LedgerState state = disk.open(AGENCIES).state();
    assertEquals(bets, disk.bets());
    assertEquals(new Standing(2, 4, true, 2, false), state.standing(1));
    assertEquals(new Standing(3, 6, false, 2, false), state.standing(2));
    assertEquals(bets.size(), state.committedBytes());
    assertEquals(RECORDS, state.forced());
    Image journal = disk.journal().copy();
    disk.open(AGENCIES).close();
    assertEquals(journal, disk.journal());
  }

  @Test
  void anEmptyLedgerIsOne() throws IOException {
    assertEquals(0, new MemoryDisk().open(AGENCIES).state().records());
  }

  @Test
  void aJournalThatIsLostBesideRowsIsNotTakenForANewOne() throws IOException {
    Image bets = disk.bets().copy();
    disk.journal().resize(0);
    var damage = assertThrows(DamagedLedgerException.class, () -> disk.open(AGENCIES));
    assertEquals(
        "the journal is missing or empty, but bets.csv has %d bytes".formatted(bets.size()),
        damage.getMessage());
    assertEquals(bets, disk.bets());
  }

  @Test
  void aLedgerWhoseFirstRowsAreTornIsEmptyAndStaysOne() throws IOException {
    var torn = new MemoryDisk();
    torn.open(AGENCIES).close();
    torn.bets().write(0, Batches.bytes("1,Ana,Paz,1234"));
    torn.journal().write(0, Batches.bytes("torn"));
    assertEquals(0, torn.open(AGENCIES).state().records());
    assertEquals(0, torn.bets().size());
    torn.bets().write(0, Batches.bytes("1,Ana,Paz,1234"));
    assertEquals(0, torn.open(AGENCIES).state().records());
  }

  @Test
  void aTornTailOfRowsIsCut() throws IOException {
    Image whole = disk.bets().copy();
    disk.bets().write(whole.size(), Batches.bytes("3,Ana,Paz,1234"));
    assertEquals(RECORDS, disk.open(AGENCIES).state().records());
    assertEquals(whole, disk.bets());
  }

  @Test
  void aTornLastRecordIsCutWithItsRows() throws IOException {
    for (int length = 0; length < RecordCodec.SIZE; length++) {
      var damaged = copy();
      damaged.journal().resize(at(RECORDS - 1) + length);
      assertEquals(RECORDS - 1, damaged.open(AGENCIES).state().records());
      assertEquals(committedBefore(RECORDS - 1), damaged.bets().size());
      assertEquals(at(RECORDS - 1), damaged.journal().size());
    }
  }

  @Test
  void aRecordBehindTheMarkWhoseRowsAreDamagedIsCut() throws IOException {
    for (long at = committedBefore(RECORDS - 1); at < disk.bets().size(); at += 101) {
      var damaged = copy();
      damaged.bets().flip(at, (int) at % 8);
      assertEquals(RECORDS - 1, damaged.open(AGENCIES).state().records());
      assertEquals(committedBefore(RECORDS - 1), damaged.bets().size());
    }
  }

  @Test
  void aRecordBehindTheMarkWhoseRowsAreMissingIsCut() throws IOException {
    for (long size = committedBefore(RECORDS - 1); size < disk.bets().size(); size += 101) {
      var damaged = copy();
      damaged.bets().resize(size);
      assertEquals(RECORDS - 1, damaged.open(AGENCIES).state().records());
      assertEquals(committedBefore(RECORDS - 1), damaged.bets().size());
    }
  }

  @Test
  void damageBeforeTheMarkStopsAndNamesTheRecord() {
    for (int record = 0; record < MARK; record++) {
      for (int bit = 0; bit < RecordCodec.SIZE * 8; bit += 7) {
        var damaged = copy();
        damaged.journal().flip(at(record) + bit / 8, bit % 8);
        assertDamaged(damaged, "journal record " + record + " of at least " + MARK);
      }
    }
  }

  @Test
  void aBlankHoleBeforeTheMarkStopsAndNamesTheRecord() {
    for (int record = 0; record < MARK; record++) {
      var damaged = copy();
      damaged.journal().write(at(record), Bytes.of(new byte[RecordCodec.SIZE]));
      assertDamaged(damaged, "journal record " + record + " of at least " + MARK);
    }
  }

  @Test
  void aBlankHoleBehindTheMarkEndsTheLedger() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.carryOut(store, List.of(Batches.append(3, 1), Batches.append(3, 2), Batches.append(3, 3)));
    MemoryDisk damaged = copy();
    damaged.journal().write(at(RECORDS + 1), Bytes.of(new byte[RecordCodec.SIZE]));
    LedgerState state = damaged.open(AGENCIES).state();
    assertEquals(RECORDS + 1, state.records());
    assertEquals(1, state.of(3).batches());
    assertEquals(at(RECORDS + 1), damaged.journal().size());
  }

  @Test
  void rowsMissingBeforeTheMarkStopAndNameTheRecord() {
    for (long size = 0; size < committedBefore(RECORDS - 1); size += 101) {
      var damaged = copy();
      damaged.bets().resize(size);
      int record = 0;
      while (committedBefore(record + 1) <= size) {
        record++;
      }
      assertDamaged(damaged, "journal record " + record + " of at least " + MARK);
    }
  }

  /** Someone cut the journal at a record's end: what is left cannot be told from a whole one. */
  @Test
  void aJournalCutBeforeItsMarkStops() throws IOException {
    var damaged = copy();
    var late = ByteBuffer.allocate(RecordCodec.SIZE);
    RecordCodec.write(late, new Entry(2, 4, new AgencyFinished(3, 0, 0)));
    damaged.journal().resize(at(3));
    damaged.journal().write(at(2), Bytes.of(late.array()));
    assertDamaged(damaged, "journal ends after record 3, but 4 were on disk");
  }

  /** Two servers' folders mixed up, or a record that an earlier turn left behind. */
  @Test
  void aRecordThatDoesNotFollowFromThoseBeforeEndsTheLedger() throws IOException {
    long end = disk.bets().size();
    for (JournalRecord fact :
        List.of(
            new BatchStored(3, 2, end, 0, 0, RowDigest.EMPTY, 1),
            new BatchStored(2, 3, end, 0, 0, RowDigest.EMPTY, 1),
            new BatchStored(1, 3, end, 0, 0, RowDigest.EMPTY, 1),
            new BatchStored(2, 4, end - 1, 0, 0, RowDigest.EMPTY, 1),
            new AgencyFinished(2, 4, 6),
            new AgencyFinished(2, 3, 7))) {
      var damaged = copy();
      var stale = ByteBuffer.allocate(RecordCodec.SIZE);
      RecordCodec.write(stale, new Entry(RECORDS, MARK, fact));
      damaged.journal().write(at(RECORDS), Bytes.of(stale.array()));
      assertEquals(RECORDS, damaged.open(AGENCIES).state().records(), fact.toString());
      assertEquals(at(RECORDS), damaged.journal().size());
    }
  }

  /**
   * A turn's records find no room after some are written, and are cut; another takes their places.
   * The power fails, and the cut is lost.
   */
  @Test
  void recordsThatWereCutAndCameBackAreNotTakenForLaterOnes() throws IOException {
    Store store = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof Write write && writesRecords(write)) {
            disk.apply(write.torn(RecordCodec.SIZE * 2));
            throw new IOException("No space left on device");
          }
        });
    Request.Batch next = Batches.batch(2, 4, 2, 1);
    disk.carryOut(
        store,
        List.of(
            Batches.append(3, Batches.batch(3, 1, 2, 1)),
            Batches.finish(3),
            Batches.append(2, next)));
    disk.before(_ -> {});
    disk.carryOut(store, List.of(Batches.append(2, next)));
    var journal = new Image();
    for (DiskEvent event : disk.events()) {
      if (event instanceof Write write && writesRecords(write)) {
        write.applyTo(journal);
      }
    }
    LedgerState state = new MemoryDisk(disk.bets().copy(), journal).open(AGENCIES).state();
    assertEquals(4, state.of(2).batches());
    assertEquals(new Standing(0, 0, false, 2, false), state.standing(3));
  }

  /** Records, and not the blank places that the journal grows by. */
  private static boolean writesRecords(Write write) {
    return write.target() == Target.JOURNAL && write.bytes().length() < 10_000;
  }

  /** Without the redo log, which would mend what a test damages. */
  private MemoryDisk copy() {
    return new MemoryDisk(disk.bets().copy(), disk.journal().copy());
  }

  private static long at(int record) {
    return (long) record * RecordCodec.SIZE;
  }

  /** How many bytes of rows the records before this one speak of. */
  private long committedBefore(int record) {
    var bytes = ByteBuffer.allocate(disk.journal().size());
    disk.journal().read(bytes, 0);
    long committed = 0;
    for (int i = 0; i < record; i++) {
      Entry entry = RecordCodec.read(bytes, (int) at(i), i);
      if (entry != null && entry.fact() instanceof BatchStored batch) {
        committed = batch.to();
      }
    }
    return committed;
  }

  private static void assertDamaged(MemoryDisk disk, String message) {
    Image bets = disk.bets().copy();
    Image journal = disk.journal().copy();
    var damage = assertThrows(DamagedLedgerException.class, () -> disk.open(AGENCIES));
    assertTrue(String.valueOf(damage.getMessage()).contains(message), damage.getMessage());
    assertEquals(bets, disk.bets(), "nothing is changed");
    assertEquals(journal, disk.journal(), "nothing is changed");
  }
}
