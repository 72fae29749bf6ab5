package loteria.ledger.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ledger.log.Log;
import loteria.ledger.state.LedgerState;
import loteria.ledger.view.BetsView;

/** One turn of group commit: has every order in hand decided, in order. */
final class CommitGroup implements Log.Turn, CommitEngine.Outcome {
  private final LedgerState state;
  private final Decisions decisions;
  private final BetsView view;
  private final List<Order> orders;
  private final List<Runnable> denials = new ArrayList<>();

  /**
   * @param state takes in what this turn decides, before it is written
   */
  CommitGroup(LedgerState state, BetsView view, Decisions.OldBatches old, List<Order> orders) {
    this.state = state;
    this.decisions = new Decisions(state, old);
    this.view = view;
    this.orders = orders;
  }

  @Override
  public List<AgencyId> finished() {
    return decisions.finished();
  }

  @Override
  public int batches() {
    return decisions.batches();
  }

  @Override
  public int bets() {
    return decisions.bets();
  }

  @Override
  public void answer() {
    denials.forEach(Runnable::run);
    decisions.answer();
  }

  @Override
  public LedgerState state() {
    return state;
  }

  @Override
  public long rowBytesMax() {
    long bytes = 0;
    for (Order order : orders) {
      bytes += order instanceof Order.Append append ? append.batch().content().length() : 0;
    }
    return bytes;
  }

  @Override
  public int recordsMax() {
    int records = 0;
    for (Order order : orders) {
      records += order instanceof Order.Advance ? Order.Advance.RECORDS_MAX : 1;
    }
    return records;
  }

  @Override
  public Log.Addition decide() throws IOException {
    view.cut(state.betsBytes());
    for (Order order : orders) {
      decisions.decide(order);
    }
    return new Log.Addition(decisions.records(), decisions.rows());
  }

  @Override
  public void beforeAppend(ByteBuffer rows) throws IOException {
    view.append(rows, state.betsBytes() - rows.remaining());
  }

  @Override
  public void appended(long end) {
    state.passed(end, decisions.records());
  }

  /** The disk is full and nothing was appended: answers every order with that. */
  void deny(IOException full, int retryAfterMillis) throws IOException {
    var failure =
        new Reply.Failure(ErrorCode.DISK_FULL, retryAfterMillis, String.valueOf(full.getMessage()));
    for (Order order : orders) {
      if (order instanceof Order.Look || order instanceof Order.Compare) {
        decisions.decide(order);
      } else {
        Denial.add(denials, order, failure, full);
      }
    }
  }
}
