package loteria.ledger.state;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.row.RowDigest;

/** What the log says of one agency. Used by the ledger's thread alone. */
public final class AgencyTotals {
  /** An agency that has had sessions at more servers is remembered the last of so many of them. */
  private static final int EARLIER_MAX = 4;

  private long batches;
  private long bets;
  private AgencyEnd end = AgencyEnd.OPEN;
  private RowDigest digest = RowDigest.EMPTY;

  /** That of the newest session; 0 where there has been none. */
  private long epoch;

  /** Those of sessions of other runs that were the newest before: of each run the last. */
  private List<Long> earlier = List.of();

  AgencyTotals() {}

  /** How many batches are stored: their ids go from 1 to this. */
  public long batches() {
    return batches;
  }

  /** How many bets are stored. */
  public long bets() {
    return bets;
  }

  /** Whether no more is taken. */
  public boolean isFinished() {
    return end != AgencyEnd.OPEN;
  }

  /** Whether it has finished because an operator closed it. */
  public boolean isClosed() {
    return end == AgencyEnd.CLOSED;
  }

  /** The digest of all rows stored. */
  public RowDigest digest() {
    return digest;
  }

  /** The newest session's. */
  public long epoch() {
    return epoch;
  }

  /** Whether so much is stored. */
  public boolean amountTo(long otherBatches, long otherBets) {
    return otherBatches == batches && otherBets == bets;
  }

  /**
   * Whether a session has never been the newest, nor has a later one of its run. Those of different
   * runs are at different servers: of them that is the newest which is opened last.
   */
  boolean mayOpen(long newEpoch) {
    return isLater(newEpoch, epoch) && earlier.stream().allMatch(old -> isLater(newEpoch, old));
  }

  private static boolean isLater(long newEpoch, long old) {
    return newEpoch > old || !isSameRun(newEpoch, old);
  }

  private static boolean isSameRun(long one, long other) {
    return one >>> Integer.SIZE == other >>> Integer.SIZE;
  }

  /** Sessions of other runs that are known to have been the newest before, in order. */
  List<Long> earlier() {
    return earlier;
  }

  /**
   * Notes the newest session.
   *
   * @param remembers whether that which was the newest is remembered, if it is of another run
   */
  void open(long newEpoch, boolean remembers) {
    boolean isOther = epoch != 0 && !isSameRun(newEpoch, epoch);
    if (!earlier.isEmpty() || (remembers && isOther)) {
      List<Long> others = new ArrayList<>(earlier);
      others.removeIf(old -> isSameRun(newEpoch, old));
      if (remembers && isOther) {
        others.add(epoch);
      }
      boolean isFull = others.size() > EARLIER_MAX;
      earlier = List.copyOf(isFull ? others.subList(1, others.size()) : others);
    }
    epoch = newEpoch;
  }

  void store(LogRecord.BatchStored batch) {
    batches++;
    bets += batch.rows();
    digest = digest.and(batch.digest(), batch.length());
    epoch = batch.epoch();
  }

  void end(AgencyEnd how) {
    end = how;
  }

  void restore(LogRecord.AgencyState state) {
    batches = state.batches();
    bets = state.bets();
    digest = state.digest();
    end = state.end();
  }

  LogRecord.AgencyState state(int agency) {
    return new LogRecord.AgencyState(agency, batches, bets, digest, epoch, end);
  }
}
