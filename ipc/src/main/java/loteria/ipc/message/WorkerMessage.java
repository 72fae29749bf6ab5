package loteria.ipc.message;

import java.util.List;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.Sha256;
import org.jspecify.annotations.Nullable;

/** A message between supervisor and worker on the coordinator socket. */
public sealed interface WorkerMessage {
  /**
   * From a worker: it serves from now on.
   *
   * @param slot the worker's place in the pool
   * @param pid its process
   * @param token the secret from its environment
   * @param listen path of the Unix socket it listens on
   * @param ledger what it read in the ledger, which is forced to disk
   */
  record Ready(int slot, long pid, String token, String listen, LogSummary ledger)
      implements WorkerMessage {}

  /**
   * The content of the ledger.
   *
   * @param finished agencies that have finished
   * @param end the log's end
   * @param drawn the draw, or no element if none has been made
   * @param stage how far the draw is before that
   */
  record LogSummary(List<Integer> finished, long end, List<DrawRecord> drawn, DrawStage stage) {}

  /**
   * How far a draw is before its winners are known. Its steps come once each, in this order.
   *
   * @param closed whether the intake has closed: no bet counts that comes later
   * @param seal of all bets that are stored; null before
   * @param number drawn after the seal; null before, and where the servers have it as a setting
   */
  record DrawStage(boolean closed, @Nullable Seal seal, @Nullable Integer number) {
    /** That of a draw which takes bets. */
    public static final DrawStage OPEN = new DrawStage(false, null, null);

    /** The intake has closed, and nothing more. */
    public static final DrawStage CLOSED = new DrawStage(true, null, null);

    /** How many steps it has made. */
    public int steps() {
      return (closed ? 1 : 0) + (seal == null ? 0 : 1) + (number == null ? 0 : 1);
    }

    /** The same with the next step made. */
    public DrawStage with(Seal newSeal) {
      return new DrawStage(closed, newSeal, number);
    }

    /** The same with the next step made. */
    public DrawStage with(int newNumber) {
      return new DrawStage(closed, seal, newNumber);
    }
  }

  /**
   * The seal of a draw's bets.
   *
   * @param agencies how many seal.csv lists: those with a batch
   * @param sha256 that of seal.csv
   */
  record Seal(int agencies, Sha256 sha256) {}

  /**
   * From the supervisor: record the steps up to this stage. Answered by {@link StageReached},
   * unless that was sent before.
   */
  record Advance(DrawStage target) implements WorkerMessage {}

  /**
   * From a worker: the log says that the draw has come further, durably.
   *
   * @param stage how far
   * @param end the log's end: if the intake has closed, all bets are before it
   */
  record StageReached(DrawStage stage, long end) implements WorkerMessage {}

  /**
   * From the supervisor: compute the digests of agencies' rows, of all agencies whose number gives
   * a remainder.
   *
   * @param id names this scan
   * @param remainder of the agencies' numbers, divided by {@code parts}
   * @param parts how many such scans there are
   * @param end the log's end
   */
  record ScanDigests(long id, int remainder, int parts, long end) implements WorkerMessage {}

  /**
   * From a worker: the digests of a scan, or a part of them.
   *
   * @param id the scan's name
   * @param last whether no more of this scan follows
   * @param agencies in order, at most {@value Limits#SCANNED_DIGESTS_MAX}
   */
  record DigestsScanned(long id, boolean last, List<AgencyDigest> agencies)
      implements WorkerMessage {}

  /**
   * A draw as the ledger records it.
   *
   * @param winningNumber the number drawn
   * @param winners how many bets won
   * @param crc32c of the content of winners.csv
   */
  record DrawRecord(int winningNumber, int winners, int crc32c) {
    /**
     * Whether the other has the same content. Not {@code equals}: the JDK would generate that of a
     * record at its first call, and every agency would wait for it.
     */
    public boolean isSameAs(DrawRecord other) {
      return winningNumber == other.winningNumber
          && winners == other.winners
          && crc32c == other.crc32c;
    }
  }

  /**
   * From a worker: a sign of life and of progress.
   *
   * @param batches stored since its start
   * @param bets stored since its start
   * @param sessions open now
   * @param oldestAppendMs how long the oldest unanswered batch has waited
   */
  record Heartbeat(long batches, long bets, int sessions, long oldestAppendMs)
      implements WorkerMessage {}

  /**
   * From a worker: figures for people, all counted since its start.
   *
   * @param work what its ledger has done
   * @param agencies those whose figures have changed since its last report
   */
  record Report(Work work, List<AgencyReport> agencies) implements WorkerMessage {}

  /**
   * From a worker whose ledger is a copy of a replicated log: how far it is.
   *
   * @param position the offset up to which it has taken in the log
   * @param end the log's end, or the part of it that is known
   * @param isReachable whether it could read the log when it last tried
   * @param clockAheadMs by how many milliseconds its clock is ahead of the log's, or behind it if
   *     that is negative; null where it has not learned that since it sent the last such message
   */
  record Followed(long position, long end, boolean isReachable, @Nullable Long clockAheadMs)
      implements WorkerMessage {}

  /**
   * What a worker's ledger has done.
   *
   * @param turns how often it took the lock
   * @param lockWaitNanos how long it waited for it, in all
   * @param lockHeldNanos how long it held it, in all
   * @param commits how many batches it brought to disk
   * @param commitNanos how long they took from their arrival to the disk, in all
   * @param commitBuckets how many of them took how long; see {@link LatencyBuckets}
   */
  record Work(
      long turns,
      long lockWaitNanos,
      long lockHeldNanos,
      long commits,
      long commitNanos,
      List<Long> commitBuckets) {}

  /**
   * What a worker knows of one agency.
   *
   * @param batches stored and on disk, by any worker
   * @param bets stored and on disk, by any worker
   * @param connected whether it has a session with this worker
   * @param waiting whether it waits there for its winners
   */
  record AgencyReport(int agency, long batches, long bets, boolean connected, boolean waiting) {}

  /**
   * From the supervisor: an operator closes this agency, which has then finished with the bets that
   * are stored. Answered by {@link AgencyFinished}.
   */
  record CloseAgency(int agency) implements WorkerMessage {}

  /**
   * From a worker: an agency has finished, durably.
   *
   * @param agency which
   * @param end the log's end: everything that the agency has stored is before it
   * @param batches how many of it are stored
   * @param bets how many are
   */
  record AgencyFinished(int agency, long end, long batches, long bets) implements WorkerMessage {}

  /** From a worker, after its READY: the agencies that the ledger says an operator closed. */
  record AgenciesClosed(List<Integer> agencies) implements WorkerMessage {}

  /**
   * From the supervisor: find the winners in the log segments that begin in a range.
   *
   * @param id names this scan
   * @param winningNumber the number drawn
   * @param from the range's first position
   * @param to the position behind it
   * @param end the log's end
   */
  record Scan(long id, int winningNumber, long from, long to, long end) implements WorkerMessage {}

  /**
   * From a worker: the winners of a scan, or a part of them.
   *
   * @param id the scan's name
   * @param last whether no more of this scan follows
   * @param winners in file order, at most {@value Limits#SCANNED_WINNERS_MAX}
   */
  record Scanned(long id, boolean last, List<Winner> winners) implements WorkerMessage {}

  /**
   * A winning bet.
   *
   * @param agency that took it
   * @param document of the person who placed it
   */
  record Winner(int agency, String document) {}

  /** From the supervisor: write out the lines that you have logged. */
  record FlushLines() implements WorkerMessage {}

  /** From a worker: the lines that it had logged when it was asked are on standard output. */
  record LinesFlushed() implements WorkerMessage {}

  /** From the supervisor: record this draw in the ledger. */
  record RecordDraw(DrawRecord draw) implements WorkerMessage {}

  /** From a worker: the ledger has this draw, durably. */
  record DrawRecorded(DrawRecord draw) implements WorkerMessage {}

  /**
   * From a worker: the log has this draw, which it did not have when it was opened.
   *
   * @param draw as it is recorded
   * @param end the log's end: all bets are before it
   */
  record DrawFound(DrawRecord draw, long end) implements WorkerMessage {}

  /**
   * From the supervisor: the draw has been made and is on disk, its winners in winners.csv; answer
   * the agencies that wait.
   *
   * @param draw the ledger's record of it
   */
  record Drawn(DrawRecord draw) implements WorkerMessage {}

  /** From the supervisor: finish what is in progress, accept nothing new, end. */
  record Drain() implements WorkerMessage {}
}
