package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.AgencyId;
import loteria.ledger.log.Log;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/** Carries out one turn after another. Used by one thread, except where a method says otherwise. */
interface CommitEngine extends AutoCloseable {
  /** What has come of a turn. */
  interface Outcome {
    /** Agencies that the turn found finished. */
    List<AgencyId> finished();

    /** How many batches of this process's orders it stored. */
    int batches();

    /** How many bets of this process's orders it stored. */
    int bets();

    /** Gives every answer. */
    void answer();
  }

  /** What the log says. */
  LedgerState state();

  /**
   * Carries out orders; returns once everything answered is durable, the answers not yet given.
   *
   * @throws IOException when the disk failed: nothing may be answered, and nothing tried again
   */
  Outcome carryOut(List<Order> orders) throws IOException;

  /** Shows the entries that begin between two positions. Any thread may call it. */
  void read(long from, long to, Log.Visitor visitor) throws IOException;

  /** Returns once the view is on disk as it is now. Any thread may call it. */
  void forceView() throws IOException;

  /** After the last turn: ends the log in order. */
  void end() throws IOException;

  /**
   * Since when something has waited for this process alone, and not for other machines, which may
   * take long. Any thread may call it.
   *
   * @param sinceNanos since when it has waited, as {@link System#nanoTime}
   */
  default long waitsHereSince(long sinceNanos, long nowNanos) {
    return sinceNanos;
  }

  /**
   * How long after a turn's answers the next turn may wait for the orders that those bring, at
   * most: so long that fewer and larger turns gain by it. Asked by the thread that carries out
   * turns.
   */
  default long gatherNanos() {
    return 0;
  }

  /** How far a copy of a replicated log is; null where this is none. Any thread may call it. */
  default WorkerMessage.@Nullable Followed followed() {
    return null;
  }

  @Override
  void close() throws IOException;

  /** What is in the log. */
  default WorkerMessage.LogSummary summary() {
    DrawRecord draw = state().draw();
    return new WorkerMessage.LogSummary(
        agencies(AgencyTotals::isFinished),
        state().end(),
        draw == null ? List.of() : List.of(draw),
        state().stage());
  }

  /** Those agencies that take part of which something holds, in order. */
  default List<Integer> agencies(Predicate<AgencyTotals> which) {
    LedgerState state = state();
    return IntStream.rangeClosed(1, state.agencyCount())
        .filter(agency -> which.test(state.of(agency)))
        .boxed()
        .toList();
  }
}
