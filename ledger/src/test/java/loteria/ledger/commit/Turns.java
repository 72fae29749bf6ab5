package loteria.ledger.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.ledger.Standing;
import loteria.ledger.state.LogRecord;

/** A ledger in memory whose turns a test carries out one by one. */
final class Turns {
  private final MemoryDisk disk = new MemoryDisk();
  private final GroupCommit ledger;
  private long read;

  Turns(int agencies) {
    try {
      ledger = disk.open(agencies);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    read = ledger.state().end();
  }

  /** Carries out orders in one turn and gives the answers. */
  CommitGroup carryOut(Order... orders) throws IOException {
    CommitGroup group = ledger.carryOut(List.of(orders));
    group.answer();
    return group;
  }

  /** The records that were appended since this was asked last. */
  List<LogRecord> appended() throws IOException {
    List<LogRecord> records = new ArrayList<>();
    ledger.read(read, ledger.state().end(), entry -> records.addAll(entry.records()));
    read = ledger.state().end();
    return records;
  }

  /** How far an agency has come. */
  Standing standing(int agency) throws IOException {
    var look = MadeUpBatches.look(agency);
    carryOut(look);
    return look.answer().join();
  }

  MemoryDisk disk() {
    return disk;
  }

  GroupCommit ledger() {
    return ledger;
  }
}
