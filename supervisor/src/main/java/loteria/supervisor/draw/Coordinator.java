package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import loteria.ipc.log.ActionLog;
import loteria.ipc.process.DiskFull;
import loteria.ipc.wire.Coordination;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Coordination.Winner;
import org.jspecify.annotations.Nullable;

/**
 * Knows who has finished, makes the draw once when all have, and tells every worker the winners.
 *
 * <p>Everything it knows, a worker read in the journal and said: after a restart of everything it
 * knows the same again. Its own thread makes the draw: the winners are found by the workers,
 * written to their file, then the draw to the journal, and only then told. A draw that the journal
 * has is never made again: its file is read, or found again from the same bets.
 */
public final class Coordinator implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Coordinator.class);

  private final int winningNumber;
  private final Runnable failed;
  private final WinnersFile file;
  private final Thread thread = Thread.ofPlatform().name("draw").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as is all below. */
  private final List<WorkerLink> links = new ArrayList<>();

  private final Finishers finishers;
  private long committedBytes;
  private @Nullable DrawRecord journalled;
  private @Nullable Map<Integer, List<String>> winners;

  /**
   * @param folder the draw's folder
   * @param agencies how many take part
   * @param failed called when the draw cannot be made or kept
   */
  public Coordinator(Path folder, int agencies, int winningNumber, Runnable failed) {
    this.failed = failed;
    this.file = new WinnersFile(folder);
    this.finishers = new Finishers(agencies);
    this.winningNumber = winningNumber;
  }

  /** Begins to wait for the moment of the draw; returns at once. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /** A worker is there and has read the journal. */
  public void joined(WorkerLink link, Coordination.Journal journal) {
    lock.lock();
    try {
      if (link.isEnded()) {
        return;
      }
      links.add(link);
      link.joined();
      journal.finished().forEach(finishers::finished);
      committedBytes = Math.max(committedBytes, journal.committedBytes());
      if (!journal.drawn().isEmpty()) {
        journalled = journal.drawn().getFirst();
      }
      if (winners != null) {
        link.drawn(winners);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A worker is gone. */
  void left(WorkerLink link) {
    lock.lock();
    try {
      links.remove(link);
    } finally {
      lock.unlock();
    }
  }

  /** An agency has finished, and the journal has it on disk. */
  void finished(int agency, long committedBytes) {
    lock.lock();
    try {
      this.committedBytes = Math.max(this.committedBytes, committedBytes);
      if (finishers.finished(agency)) {
        LOG.success("agency_finished", "agency", agency, "missing", finishers.missing());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      awaitMoment();
      WinnersFile.Content content = journalled() == null ? draw() : drawnBefore();
      publish(content.winners());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.fail("sorteo", "error", e);
      failed.run();
    }
  }

  /** Waits until all have finished, or the journal says that the draw was made. */
  private void awaitMoment() throws InterruptedException {
    lock.lock();
    try {
      while (links.isEmpty() || (journalled == null && finishers.missing() > 0)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable DrawRecord journalled() {
    lock.lock();
    try {
      return journalled;
    } finally {
      lock.unlock();
    }
  }

  private WinnersFile.Content draw() throws IOException, InterruptedException {
    LOG.progress("sorteo");
    WinnersFile.Content content = WinnersFile.contentOf(winningNumber, scan(winningNumber));
    write(content);
    record(content.draw());
    LOG.success("sorteo", "cant_ganadores", content.draw().winners());
    return content;
  }

  /** The winners of a draw that the journal has. */
  private WinnersFile.Content drawnBefore() throws IOException, InterruptedException {
    DrawRecord draw = journalled();
    if (draw == null) {
      throw new IllegalStateException("there has been no draw");
    }
    if (draw.winningNumber() != winningNumber) {
      LOG.warn(
          "sorteo",
          "error",
          "the draw was made with %04d; %04d is not looked at"
              .formatted(draw.winningNumber(), winningNumber));
    }
    WinnersFile.Content kept = kept(draw);
    if (kept != null) {
      return kept;
    }
    WinnersFile.Content content =
        WinnersFile.contentOf(draw.winningNumber(), scan(draw.winningNumber()));
    if (!content.draw().equals(draw)) {
      throw new IOException("the winners in bets.csv are not those that the journal says");
    }
    write(content);
    return content;
  }

  /** What the file holds; null where it is not what the journal says. */
  private WinnersFile.@Nullable Content kept(DrawRecord draw) {
    if (!file.exists()) {
      return null;
    }
    String why = "it is not the journal's";
    try {
      WinnersFile.Content content = file.read(draw.winningNumber());
      if (content.draw().equals(draw)) {
        return content;
      }
    } catch (IOException e) {
      why = e.toString();
    }
    LOG.warn("sorteo", "error", "winners.csv is found again from the bets: " + why);
    return null;
  }

  /** All winners, in file order; a range whose worker dies is given to another. */
  private List<Winner> scan(int number) throws InterruptedException {
    long begun = System.nanoTime();
    long bytes = committedBytes();
    List<ScanPlan.Range> ranges = ScanPlan.split(bytes, linksNow().size());
    List<CompletableFuture<List<Winner>>> answers = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      answers.add(link(i).scan(number, ranges.get(i)));
    }
    List<Winner> winners = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      List<Winner> found = valueOf(answers.get(i));
      while (found == null) {
        found = valueOf(link(i).scan(number, ranges.get(i)));
      }
      winners.addAll(found);
    }
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    LOG.success("scan", "ranges", ranges.size(), "bytes", bytes, "ms", ms);
    return winners;
  }

  /** Writes the winners' file; waits until there is room for it. */
  private void write(WinnersFile.Content content) throws IOException, InterruptedException {
    while (true) {
      try {
        file.write(content);
        return;
      } catch (IOException e) {
        if (!DiskFull.isWhy(e, file.room())) {
          throw e;
        }
        LOG.warn("sorteo", "error", "winners not written yet, " + e);
        Thread.sleep(DiskFull.RETRY_AFTER);
      }
    }
  }

  private void record(DrawRecord draw) throws IOException, InterruptedException {
    DrawRecord recorded = valueOf(link(0).record(draw));
    while (recorded == null) {
      LOG.detail("sorteo", "error", "the worker that was to journal the draw is gone");
      recorded = valueOf(link(0).record(draw));
    }
    if (!recorded.equals(draw)) {
      throw new IOException("the journal has another draw than the one made just now");
    }
  }

  private void publish(Map<Integer, List<String>> found) {
    lock.lock();
    try {
      winners = found;
      links.forEach(link -> link.drawn(found));
    } finally {
      lock.unlock();
    }
  }

  /** The value once it is there, or null when whoever was asked is gone. */
  private static <T> @Nullable T valueOf(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      LOG.detail("sorteo", "error", e.getCause());
      return null;
    }
  }

  /** Some worker that is there; waits for one. */
  private WorkerLink link(int index) throws InterruptedException {
    lock.lock();
    try {
      while (links.isEmpty()) {
        changed.await();
      }
      return links.get(index % links.size());
    } finally {
      lock.unlock();
    }
  }

  private List<WorkerLink> linksNow() {
    lock.lock();
    try {
      return List.copyOf(links);
    } finally {
      lock.unlock();
    }
  }

  private long committedBytes() {
    lock.lock();
    try {
      return committedBytes;
    } finally {
      lock.unlock();
    }
  }
}
