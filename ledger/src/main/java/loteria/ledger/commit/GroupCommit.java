package loteria.ledger.commit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.log.Log;
import loteria.ledger.log.NoRoomException;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.view.BetsView;

/** Carries out one turn after another over a log and the view of it. Used by one thread. */
final class GroupCommit implements AutoCloseable {
  private final Log log;
  private final BetsView view;
  private LedgerState state;

  /**
   * Takes over an open log.
   *
   * @param state what it says
   */
  GroupCommit(Log log, BetsView view, LedgerState state) {
    this.log = log;
    this.view = view;
    this.state = state;
  }

  LedgerState state() {
    return state;
  }

  /** What is in the log. */
  WorkerMessage.LogSummary summary() {
    DrawRecord draw = state.draw();
    return new WorkerMessage.LogSummary(
        agencies(AgencyTotals::isFinished), state.end(), draw == null ? List.of() : List.of(draw));
  }

  /** Those agencies that take part of which something holds, in order. */
  List<Integer> agencies(Predicate<AgencyTotals> which) {
    return IntStream.rangeClosed(1, state.agencyCount())
        .filter(agency -> which.test(state.of(agency)))
        .boxed()
        .toList();
  }

  /**
   * Carries out orders; returns once everything answered is on disk, the answers not yet given.
   *
   * @throws IOException when the disk failed: nothing may be answered, and nothing tried again
   */
  CommitGroup carryOut(List<Order> orders) throws IOException {
    Map<Key, LogRecord.BatchStored> old = findOld(orders);
    var group = new CommitGroup(state, view, (agency, batch) -> find(old, agency, batch), orders);
    try {
      log.append(group);
      return group;
    } catch (NoRoomException full) {
      state = new LedgerState(state.agencyCount());
      log.restore(state);
      var denied = new CommitGroup(state, view, log::find, orders);
      denied.deny(full, (int) DiskFull.RETRY_AFTER.toMillis());
      return denied;
    }
  }

  /** Which batch. */
  private record Key(int agency, long batch) {}

  /** Looks for old batches that are asked for again before the log is locked: it may take long. */
  private Map<Key, LogRecord.BatchStored> findOld(List<Order> orders) throws IOException {
    Map<Key, LogRecord.BatchStored> old = new HashMap<>();
    for (Order order : orders) {
      if (order instanceof Order.Append append) {
        findOld(old, append.agency().number(), append.batch().id());
      } else if (order instanceof Order.Compare compare) {
        findOld(old, compare.agency().number(), compare.batch().id());
      }
    }
    return old;
  }

  private void findOld(Map<Key, LogRecord.BatchStored> old, int agency, long batch)
      throws IOException {
    if (batch >= 1 && batch <= state.of(agency).batches() && state.recent(agency, batch) == null) {
      old.put(new Key(agency, batch), log.find(agency, batch));
    }
  }

  private LogRecord.BatchStored find(Map<Key, LogRecord.BatchStored> old, int agency, long batch)
      throws IOException {
    LogRecord.BatchStored found = old.get(new Key(agency, batch));
    return found == null ? log.find(agency, batch) : found;
  }

  /** Shows the entries that begin between two positions. Any thread may call it. */
  void read(long from, long to, Log.Visitor visitor) throws IOException {
    log.read(from, to, visitor);
  }

  /** Returns once the view is on disk as it is now. Any thread may call it. */
  void forceView() throws IOException {
    view.force();
  }

  /**
   * After the last turn: forces the view, records in the log that it is on disk, and that a process
   * has ended in order. The last of several to end says it of everything.
   */
  void end() throws IOException {
    carryOut(List.of());
    var note = new Order.NoteView(state.end(), state.betsBytes(), 0);
    view.force();
    carryOut(List.of(note));
    carryOut(List.of(new Order.Last(0)));
  }

  @Override
  public void close() throws IOException {
    try (log) {
      view.close();
    }
  }
}
