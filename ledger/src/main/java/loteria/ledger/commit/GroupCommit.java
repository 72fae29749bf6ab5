package loteria.ledger.commit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loteria.ipc.runtime.DiskFull;
import loteria.ledger.log.Log;
import loteria.ledger.log.NoRoomException;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.view.BetsView;

/** Carries out one turn after another over a log and the view of it. Used by one thread. */
final class GroupCommit implements CommitEngine {
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

  @Override
  public LedgerState state() {
    return state;
  }

  @Override
  public CommitGroup carryOut(List<Order> orders) throws IOException {
    var group = new CommitGroup(state, view, oldBatches(orders), orders);
    try {
      carryOut(group);
      return group;
    } catch (NoRoomException full) {
      var denied = new CommitGroup(state, view, log::find, orders);
      denied.deny(full, (int) DiskFull.RETRY_AFTER.toMillis());
      return denied;
    }
  }

  /**
   * Carries out a turn.
   *
   * @throws NoRoomException when the disk is full: nothing of it was done, and there is a new
   *     {@link #state()}
   */
  void carryOut(Log.Turn turn) throws IOException {
    try {
      log.append(turn);
    } catch (NoRoomException full) {
      state = new LedgerState(state.agencyCount());
      log.restore(state);
      throw full;
    }
  }

  /** Decides orders of the replicated log. */
  Decisions decisions(List<Order> orders) throws IOException {
    return new Decisions(state, oldBatches(orders));
  }

  BetsView view() {
    return view;
  }

  /** The old batches that are asked for again: searched now, before the log is locked. */
  private Decisions.OldBatches oldBatches(List<Order> orders) throws IOException {
    Map<Key, LogRecord.BatchStored> old = findOld(orders);
    return (agency, batch) -> find(old, agency, batch);
  }

  /** Which batch. */
  private record Key(int agency, long batch) {}

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

  @Override
  public void read(long from, long to, Log.Visitor visitor) throws IOException {
    log.read(from, to, visitor);
  }

  @Override
  public void forceView() throws IOException {
    view.force();
  }

  /**
   * After the last turn: forces the view, records in the log that it is on disk, and that a process
   * has ended in order. The last of several to end says it of everything.
   */
  @Override
  public void end() throws IOException {
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
