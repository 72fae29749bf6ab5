package loteria.supervisor.draw;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.runtime.DiskFull;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a draw: workers find the winners, they are written to their file, then the draw is
 * recorded in the ledger. A draw that the ledger has is never made again. Used by one thread.
 */
final class Drawing {
  private static final ActionLog LOG = new ActionLog(Drawing.class);

  /** How long the draw may wait for workers' buffered lines. */
  private static final Duration LINES_PATIENCE = Duration.ofMillis(500);

  private final WorkerLinks links;
  private final WinnersFile file;

  Drawing(WorkerLinks links, WinnersFile file) {
    this.links = links;
    this.file = file;
  }

  /**
   * Makes the draw: finds the winners, writes their file, has the draw recorded.
   *
   * @param bytes how much of the log is committed
   */
  WinnersFile.Content make(int winningNumber, long bytes) throws IOException, InterruptedException {
    LOG.progress("draw");
    // The workers write their lines while the scan runs.
    CompletableFuture<Void> lines = links.flushLines();
    WinnersFile.Content content = find(winningNumber, bytes);
    file.publish();
    record(content.draw());
    awaitLines(lines);
    LOG.success("sorteo", "cant_ganadores", content.draw().winners());
    return content;
  }

  /** Waits for workers' lines, so that a reader finds each bet before the draw. */
  private static void awaitLines(CompletableFuture<Void> lines) throws InterruptedException {
    try {
      lines.get(LINES_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.detail("draw", "error", "some lines of workers may come after it: " + e);
    }
  }

  /**
   * The winners of a draw that the ledger has: read from their file, or found again.
   *
   * @param bytes how much of the log is committed
   */
  WinnersFile.Content recover(DrawRecord draw, long bytes)
      throws IOException, InterruptedException {
    WinnersFile.Content kept = kept(draw);
    if (kept != null) {
      return kept;
    }
    WinnersFile.Content content = find(draw.winningNumber(), bytes);
    if (!content.draw().isSameAs(draw)) {
      throw new OtherDrawException("the winners in the log differ from the ledger's draw");
    }
    file.publish();
    return content;
  }

  /** What the file holds; null if it does not match the ledger. */
  private WinnersFile.@Nullable Content kept(DrawRecord draw) {
    if (!file.exists()) {
      return null;
    }
    String why = "it does not match the ledger";
    try {
      WinnersFile.Content content = file.read(draw.winningNumber());
      if (content.draw().isSameAs(draw)) {
        return content;
      }
    } catch (IOException e) {
      why = e.toString();
    }
    LOG.warn("draw", "error", "finding the winners of winners.csv again: " + why);
    return null;
  }

  /** Finds all winners and writes them beside their file; waits while the disk is full. */
  private WinnersFile.Content find(int winningNumber, long bytes)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return scan(winningNumber, bytes);
      } catch (IOException e) {
        if (!DiskFull.isWhy(e, file.room())) {
          throw e;
        }
        LOG.warn("draw", "error", "winners not written yet, " + e);
        Thread.sleep(DiskFull.RETRY_AFTER);
      }
    }
  }

  private WinnersFile.Content scan(int winningNumber, long bytes)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    List<ScanPlan.Range> ranges = ScanPlan.split(bytes, links.now().size());
    try (FoundWinners found = file.found(ranges.size())) {
      new SharedScan(links).run(new DrawScan(winningNumber, ranges, found));
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      LOG.success("scan", "ranges", ranges.size(), "bytes", bytes, "ms", ms);
      return file.write(found, winningNumber);
    }
  }

  private void record(DrawRecord draw) throws IOException, InterruptedException {
    DrawRecord recorded = valueOf(links.await().record(draw));
    while (recorded == null) {
      LOG.detail("draw", "error", "the worker that was to record the draw is gone");
      recorded = valueOf(links.await().record(draw));
    }
    if (!recorded.isSameAs(draw)) {
      throw new OtherDrawException("the ledger has another draw than the one made just now");
    }
  }

  /** The value once it is there, or null if the worker that was asked is gone. */
  private static <T> @Nullable T valueOf(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      LOG.detail("draw", "error", e.getCause());
      return null;
    }
  }
}
