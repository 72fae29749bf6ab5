package loteria.ipc.message;

import java.util.List;

/** What supervisor and worker say to each other on the coordinator socket. */
public sealed interface WorkerMessage {
  /**
   * Worker: I serve, from now on.
   *
   * @param slot which place in the pool the worker fills
   * @param pid its process
   * @param token the secret its environment gave it
   * @param listen path of the Unix socket it listens on
   * @param ledger what it read there, forced to disk
   */
  record Ready(int slot, long pid, String token, String listen, LogSummary ledger)
      implements WorkerMessage {}

  /**
   * What the ledger says.
   *
   * @param finished agencies that have finished
   * @param end the log's end
   * @param drawn the draw, or no element where there has been none
   */
  record LogSummary(List<Integer> finished, long end, List<DrawRecord> drawn) {}

  /**
   * A draw as the ledger keeps it.
   *
   * @param winningNumber the number drawn
   * @param winners how many bets won
   * @param crc32c of the content of winners.csv
   */
  record DrawRecord(int winningNumber, int winners, int crc32c) {
    /**
     * Whether another says the same. Not {@code equals}: Java makes that of a record when it is
     * first called, and every agency would wait for it.
     */
    public boolean isSameAs(DrawRecord other) {
      return winningNumber == other.winningNumber
          && winners == other.winners
          && crc32c == other.crc32c;
    }
  }

  /**
   * Worker: this is how far I have come.
   *
   * @param batches stored since its start
   * @param bets stored since its start
   * @param sessions open now
   * @param oldestAppendMs how long the oldest batch in hand has waited
   */
  record Heartbeat(long batches, long bets, int sessions, long oldestAppendMs)
      implements WorkerMessage {}

  /**
   * Worker: what a person wants to see of me; all counts since my start.
   *
   * @param work what my ledger has done
   * @param agencies those of which anything is new, in my eyes, since I reported last
   */
  record Report(Work work, List<AgencyReport> agencies) implements WorkerMessage {}

  /**
   * What a worker's ledger has done.
   *
   * @param turns how often it took the lock
   * @param lockWaitNanos how long it waited for it, in all
   * @param commits how many batches it brought to disk
   * @param commitNanos how long they took from their arrival to the disk, in all
   * @param commitBuckets how many of them took how long; see {@link LatencyBuckets}
   */
  record Work(
      long turns, long lockWaitNanos, long commits, long commitNanos, List<Long> commitBuckets) {}

  /**
   * What a worker knows of one agency.
   *
   * @param batches stored and on disk, by whichever worker
   * @param bets stored and on disk, by whichever worker
   * @param connected whether it has a session with this worker
   * @param waiting whether it waits there for its winners
   */
  record AgencyReport(int agency, long batches, long bets, boolean connected, boolean waiting) {}

  /**
   * Supervisor: this agency is gone for good, an operator says: it has finished with what is
   * stored. Answered by {@link AgencyFinished}.
   */
  record CloseAgency(int agency) implements WorkerMessage {}

  /**
   * Worker: an agency has finished, and the ledger has it on disk.
   *
   * @param agency which
   * @param end the log's end: whatever the agency has stored is before it
   */
  record AgencyFinished(int agency, long end) implements WorkerMessage {}

  /**
   * Worker, after its READY: these agencies have finished because an operator closed them, as the
   * ledger says.
   */
  record AgenciesClosed(List<Integer> agencies) implements WorkerMessage {}

  /**
   * Supervisor: find the winners in the segments of the log that begin in a range of it.
   *
   * @param id names this scan
   * @param winningNumber the number drawn
   * @param from the range's first position
   * @param to the position behind it
   * @param end the log's end
   */
  record Scan(long id, int winningNumber, long from, long to, long end) implements WorkerMessage {}

  /**
   * Worker: the answer to a scan, or a part of it.
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
   * @param document of who placed it
   */
  record Winner(int agency, String document) {}

  /** Supervisor: write out the lines that you have logged. */
  record FlushLines() implements WorkerMessage {}

  /** Worker: what I had logged when I was asked is on standard output. */
  record LinesFlushed() implements WorkerMessage {}

  /** Supervisor: write this draw to the ledger. */
  record RecordDraw(DrawRecord draw) implements WorkerMessage {}

  /** Worker: the ledger has this draw, on disk. */
  record DrawRecorded(DrawRecord draw) implements WorkerMessage {}

  /**
   * Supervisor: the draw has been made and is on disk, its winners in winners.csv; answer whoever
   * waits.
   *
   * @param draw what the ledger says of it, and of the file
   */
  record Drawn(DrawRecord draw) implements WorkerMessage {}

  /** Supervisor: finish what is in hand, take nothing new, end. */
  record Drain() implements WorkerMessage {}
}
