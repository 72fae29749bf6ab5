package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import loteria.ipc.io.Deadlines;
import loteria.ipc.message.Dialect;
import loteria.supervisor.pool.ReadyWorkers;

/** Relays sessions between agencies and workers. Safe for use by several threads. */
public final class Relay {
  private final RelayLimits limits;
  private final Deadlines deadlines;
  private final ReadyWorkers workers;
  private final ChunkPool pool;
  private final LatestSessions latest = new LatestSessions();
  private final AtomicLong epochs;
  private final DrawWaiters waiters;
  private final Draining draining;
  private final Supplier<LocalDate> latestBirth;

  /**
   * @param run which of the starts on these data this is, from 1: its sessions are newer than those
   *     of every start before
   * @param hasFinished whether the agency of a number has
   * @param isDrawn whether the draw has been made
   * @param latestBirth for a session that begins now: no birth date may be later
   */
  public Relay(
      RelayLimits limits,
      int run,
      Deadlines deadlines,
      ReadyWorkers workers,
      IntPredicate hasFinished,
      BooleanSupplier isDrawn,
      Supplier<LocalDate> latestBirth) {
    this.epochs = new AtomicLong((long) run << Integer.SIZE);
    this.limits = limits;
    this.pool = new ChunkPool(limits.heldTotalBytesMax());
    this.deadlines = deadlines;
    this.workers = workers;
    this.waiters = new DrawWaiters(isDrawn);
    this.draining = new Draining(hasFinished);
    this.latestBirth = latestBirth;
  }

  /**
   * No session's next request is taken any more, but for those whose agency has finished; what has
   * been taken is answered.
   */
  public void drain() {
    draining.begin();
  }

  /** How many bytes are kept for all sessions, until they are answered. */
  public long heldBytes() {
    return pool.takenBytes();
  }

  /** Whether a session could be given to a worker now: one is connected to and let go again. */
  public boolean canServe() {
    return WorkerProbe.reachesAny(workers);
  }

  /** A connection has been taken: the epoch of its session, higher than all before. */
  public long taken() {
    return epochs.incrementAndGet();
  }

  /**
   * Serves one session on the calling thread until it ends.
   *
   * @param agency the agency's connection; closed at the end
   * @param epoch what {@link #taken} said when the connection was taken
   * @param dialect what its first bytes say
   * @param peer who it is, for the log
   * @param first what has been read already
   */
  public void serve(
      SocketChannel agency, long epoch, Dialect dialect, String peer, ByteBuffer first)
      throws InterruptedException {
    var resume = new ResumeState(dialect, epoch, latestBirth.get());
    new RelaySession(
            agency, dialect, resume, peer, limits, deadlines, workers, pool, latest, waiters,
            draining)
        .run(first);
  }
}
