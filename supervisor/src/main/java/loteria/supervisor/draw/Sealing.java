package loteria.supervisor.draw;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.runtime.DiskFull;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is stored once the intake has closed: workers compute the digests of all agencies'
 * rows, which are written to seal.csv. Used by one thread.
 */
final class Sealing {
  private static final ActionLog LOG = new ActionLog(Sealing.class);

  /** A worker keeps the digests of so many agencies at a time at most. */
  private static final int AGENCIES_OF_PART = 100_000;

  /** A smaller log is read by a worker before a process has started. */
  private static final long BYTES_FOR_PROCESS_MIN = 64L << 20;

  private final WorkerLinks links;
  private final WrittenSeal file;
  private final int agencies;
  private final DigestProcess process;

  /**
   * @param agencies how many take part
   * @param process computes the digests of a large log
   */
  Sealing(WorkerLinks links, WrittenSeal file, int agencies, DigestProcess process) {
    this.links = links;
    this.process = process;
    this.file = file;
    this.agencies = agencies;
  }

  /**
   * Has the file be that of the log.
   *
   * @param recorded the seal that the ledger has; null where it has none yet
   * @param logEnd the log's end; no bet is stored after it
   * @return the seal
   * @throws OtherDrawException when the log has other bets than the ledger's seal is of
   */
  Seal seal(@Nullable Seal recorded, long logEnd) throws IOException, InterruptedException {
    if (recorded != null && isThere(recorded)) {
      return recorded;
    }
    while (true) {
      try {
        return scan(recorded, logEnd);
      } catch (IOException e) {
        if (e instanceof OtherDrawException || !DiskFull.isWhy(e, file.room())) {
          throw e;
        }
        LOG.warn("seal", "error", "seal.csv not written yet, " + e);
        Thread.sleep(DiskFull.RETRY_AFTER);
      }
    }
  }

  private boolean isThere(Seal recorded) {
    try {
      return file.isOf(recorded);
    } catch (IOException e) {
      LOG.warn("seal", "error", "writing seal.csv again: " + e);
      return false;
    }
  }

  private Seal scan(@Nullable Seal recorded, long logEnd) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    int workers = Math.min(links.now().size(), Runtime.getRuntime().availableProcessors());
    int count = Math.max(Math.max(1, workers), Math.ceilDiv(agencies, AGENCIES_OF_PART));
    var parts = new DigestParts(count, logEnd, logEnd < BYTES_FOR_PROCESS_MIN ? null : process);
    new SharedScan(links).run(parts);
    Seal seal = file.write(parts.all());
    if (recorded != null && !recorded.equals(seal)) {
      throw new OtherDrawException("the bets in the log are not those that were sealed");
    }
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    LOG.success("seal", "agencies", seal.agencies(), "sha256", seal.sha256(), "ms", ms);
    return seal;
  }
}
