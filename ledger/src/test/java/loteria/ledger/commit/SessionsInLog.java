package loteria.ledger.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import loteria.ledger.log.LogInspection;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LogRecord;

/** By agency, which batches each of its sessions has stored, one session after the other. */
final class SessionsInLog implements LogInspection.Findings {
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final Map<Integer, StringBuilder> batches = new TreeMap<>();

  @Override
  public void entry(Entry entry) {
    for (LogRecord record : entry.records()) {
      if (record instanceof LogRecord.SessionOpened(int agency, long epoch)) {
        session(agency, epoch);
      } else if (record instanceof LogRecord.BatchStored batch) {
        session(batch.agency(), batch.epoch());
        batches
            .computeIfAbsent(batch.agency(), _ -> new StringBuilder())
            .append(' ')
            .append(batch.batch());
      }
    }
  }

  private void session(int agency, long epoch) {
    Long before = epochs.put(agency, epoch);
    if (before == null || before != epoch) {
      batches.computeIfAbsent(agency, _ -> new StringBuilder()).append(" |");
    }
  }

  @Override
  public void problem(String problem) {
    throw new AssertionError(problem);
  }

  @Override
  public void torn(String what) {
    // What a process died while writing.
  }

  @Override
  public String toString() {
    return batches.toString();
  }
}
