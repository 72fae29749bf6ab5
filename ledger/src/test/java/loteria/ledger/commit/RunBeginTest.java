package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ledger.log.TestLogs;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes of a run open the log at once: one waits for the lock while the other has it. */
@Timeout(60)
class RunBeginTest {
  private static final int SECTOR_BYTES = 512;

  private final Turns turns = new Turns(2);
  private final MemoryDisk disk = turns.disk();
  private final List<GroupCommit> first = new ArrayList<>();

  @Test
  void whatWasReadWhileTheOtherRecoveredHoldsIfTheLogContinuesFromThere() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1));
    assertEquals(1, openWhileAnotherRecovers().of(1).batches());
  }

  /** To who does not read rows, an entry whose rows did not reach the disk looks whole. */
  @Test
  void whatTheOtherCutIsForgotten() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1));
    turns.carryOut(MadeUpBatches.append(1, MadeUpBatches.batch(1, 2, 40, 100)));
    Image segment = disk.files().get(1);
    int sector = segment.lastIndexOf("1,AAAA") / SECTOR_BYTES * SECTOR_BYTES - SECTOR_BYTES;
    segment.write(sector, Bytes.of(new byte[SECTOR_BYTES]));
    assertEquals(1, openWhileAnotherRecovers().of(1).batches());
  }

  /** Where the mark beside the log did not reach the disk, what was written behind it has it. */
  @Test
  void entryThatIsGoneAndWasOnDiskIsDamage() throws IOException {
    for (long id = 1; id <= 3; id++) {
      turns.carryOut(MadeUpBatches.append(1, id));
    }
    Image segment = disk.files().get(1);
    int sector = segment.lastIndexOf("000002") / SECTOR_BYTES * SECTOR_BYTES;
    segment.write(sector, Bytes.of(new byte[SECTOR_BYTES]));
    disk.files().get(2).write(0, TestLogs.newMark());
    disk.nextRun(2);
    assertThrows(DamagedLogException.class, () -> disk.open(2));
  }

  @Test
  void oneThatWaitedForAProcessThatDiedRecoversItself() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1));
    disk.nextRun(2);
    disk.whileWaiting(() -> {});
    assertEquals(2, disk.open(2).state().notes().run());
    assertEquals(List.of(), disk.verify().problems());
  }

  /**
   * The rows before the last begin of a run are not written again, unless some of them are gone.
   */
  @Test
  void betsFileThatIsShorterThanItWasIsWrittenWhole() throws IOException {
    for (long id = 1; id <= 4; id++) {
      turns.carryOut(MadeUpBatches.append(1, id));
    }
    disk.nextRun(2);
    disk.open(2);
    Image bets = disk.bets();
    String whole = bets.text(0, bets.size());
    bets.resize(bets.size() / 2);
    disk.nextRun(3);
    disk.open(2);
    assertEquals(whole, bets.text(0, bets.size()));
    assertEquals(List.of(), disk.verify().problems());
  }

  private LedgerState openWhileAnotherRecovers() throws IOException {
    disk.nextRun(2);
    disk.whileWaiting(() -> first.add(disk.open(2)));
    GroupCommit second = disk.open(2);
    assertEquals(1, first.size());
    assertEquals(snapshot(first.getFirst()), snapshot(second));
    for (long id = 1; id <= 2; id++) {
      GroupCommit process = id == 1 ? second : first.getFirst();
      var append = MadeUpBatches.append(2, id);
      process.carryOut(List.of(append)).answer();
      assertEquals(MadeUpBatches.ack(append), append.answer().join());
    }
    assertEquals(List.of(), disk.verify().problems());
    return second.state();
  }

  private static List<LogRecord> snapshot(GroupCommit process) {
    List<LogRecord> records = new ArrayList<>();
    process.state().snapshot(records::add);
    assertEquals(2, process.state().notes().run());
    return records;
  }
}
