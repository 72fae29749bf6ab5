package loteria.supervisor.status;

import java.time.Instant;
import java.util.List;
import loteria.supervisor.slot.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The state of the server at one moment, as an operator sees it: the content of {@code status
 * --json}, of {@code /api/status} and of the page's events, in these names. Rates are of the last
 * seconds.
 *
 * @param draw the draw's name
 * @param winningNumber the number drawn; null before the draw
 * @param intake whether agencies can connect, which the phase does not show once all have finished
 * @param at the moment
 * @param startedAt when the supervisor started
 * @param closesAt when the intake closes by itself, or null
 * @param seal 64 hexadecimal digits, once what is stored is sealed; null before
 * @param agencies all of them, in order, if they are at most a thousand; else the first thousand of
 *     those that are connected or have stored bets
 * @param drawnAt when this supervisor published the winners, or null
 * @param workersWanted how many workers there should be
 * @param replication how the log is replicated; null where it is not
 * @param events the newest that are on record, the oldest of them first
 * @param earlier the draws before this one on this server, the oldest first
 */
public record Status(
    String version,
    String draw,
    @Nullable Integer winningNumber,
    Phase phase,
    Intake intake,
    Instant at,
    Instant startedAt,
    @Nullable Instant closesAt,
    @Nullable String seal,
    @Nullable Instant drawnAt,
    Totals totals,
    WaitsFor waitsFor,
    List<Agency> agencies,
    int workersWanted,
    List<Worker> workers,
    Commits commits,
    Disk disk,
    List<Limit> limits,
    Identity identity,
    @Nullable Replication replication,
    List<Event> events,
    List<PastDraw> earlier) {

  /** The phase of the draw. */
  public enum Phase {
    /** Bets are accepted. */
    OPEN,
    /** Bets are no longer accepted; requests in progress are being finished. */
    DRAINING,
    /** Bets are no longer accepted, and no request is in progress. */
    DRAINED,
    /** No agency's bets are accepted any more; they are being sealed. */
    CLOSED,
    /** What is stored is sealed; the draw waits for the number. */
    SEALED,
    /** No agency's bets are accepted any more; the winners are being found. */
    DRAWING,
    /** The draw has been made. */
    DRAWN
  }

  /** Whether an operator has stopped the intake. */
  public enum Intake {
    /** Agencies can connect. */
    OPEN,
    /** No agency can connect, and requests in progress are being finished. */
    DRAINING,
    /** No agency can connect, and no request is in progress. */
    DRAINED
  }

  /**
   * The sums over all agencies.
   *
   * @param bets stored and on disk
   * @param batches stored and on disk
   * @param agencies how many take part
   * @param finished how many of them have finished
   * @param connected how many of them have a session now
   * @param waiting how many of those wait for their winners
   * @param winners how many bets won; null before the draw
   */
  public record Totals(
      long bets,
      long batches,
      double betsPerSecond,
      double batchesPerSecond,
      int agencies,
      int finished,
      int connected,
      int waiting,
      @Nullable Integer winners) {}

  /**
   * The bets of one agency that are on disk.
   *
   * @param bets how many
   * @param batches in how many
   */
  public record Stored(long bets, long batches) {}

  /**
   * The agencies that the draw waits for.
   *
   * @param missing how many agencies have not finished
   * @param agencies the first thousand of those, in order
   * @param since when the last one of the others finished, or the server started
   */
  public record WaitsFor(int missing, List<Integer> agencies, Instant since) {}

  /**
   * One agency.
   *
   * @param bets stored and on disk
   * @param batches stored and on disk
   * @param finished whether it has finished, or was closed by an operator
   * @param closed whether it was closed by an operator
   * @param connected whether it has a session now
   * @param waiting whether it waits for its winners now
   * @param storedAt when this supervisor last saw a bet of it stored, or null
   * @param winners how many of its bets won; null before the draw
   */
  public record Agency(
      int id,
      long bets,
      long batches,
      double betsPerSecond,
      boolean finished,
      boolean closed,
      boolean connected,
      boolean waiting,
      @Nullable Instant storedAt,
      @Nullable Integer winners) {}

  /**
   * One place in the pool of workers.
   *
   * @param pid its process, or 0 if there is none
   * @param state what it is doing
   * @param since when its process started, or null if there is none
   * @param restarts how often a process ended and was restarted; a replacement by a reload does not
   *     count
   * @param lastExit why the process before this one ended, or null
   * @param turns how often its process took the ledger's lock
   * @param lockWaitMs the mean wait for the ledger's lock
   * @param lockHeldMs how long its process held that lock, in all
   * @param residentBytes memory of the process; 0 if that is not known
   */
  public record Worker(
      int slot,
      long pid,
      WorkerState state,
      @Nullable Instant since,
      int restarts,
      @Nullable String lastExit,
      int sessions,
      double batchesPerSecond,
      long turns,
      double lockWaitMs,
      double lockHeldMs,
      long residentBytes) {}

  /**
   * The commit latencies: from a batch's arrival at a worker to the disk.
   *
   * @param p50Ms of the last seconds; 0 if there was none
   * @param p99Ms of the last seconds; 0 if there was none
   * @param count of all batches since this supervisor started
   * @param sumMs of all batches since this supervisor started
   * @param buckets of all batches since this supervisor started, shortest first
   */
  public record Commits(
      double p50Ms, double p99Ms, long count, double sumMs, List<Bucket> buckets) {}

  /**
   * The batches that took at most this long, and longer than the bucket before.
   *
   * @param atMostMs the bucket's upper bound; null for the last, which has none
   */
  public record Bucket(@Nullable Double atMostMs, long count) {}

  /**
   * The disk of the draw's folder.
   *
   * @param roomBytes how many bytes are free
   * @param bytesPerSecond how fast that has shrunk over the last minute, for all writers
   * @param lastsSeconds how long the room lasts at that rate; null while it does not shrink
   */
  public record Disk(long roomBytes, double bytesPerSecond, @Nullable Long lastsSeconds) {}

  /**
   * A limited resource.
   *
   * @param name such as {@code connections}, {@code held_bytes}
   */
  public record Limit(String name, long used, long max) {}

  /**
   * The replicated log, of which this server has a copy.
   *
   * @param ack what an ACK means, in words
   * @param position how many of its messages are in the copy
   * @param behind how many more there are that are known of
   * @param reachable whether it could be read when that was last tried
   * @param follows whether this server keeps a copy and serves no agency
   * @param clockAheadMs by how many milliseconds this server's clock is ahead of the brokers', or
   *     behind if that is negative: at least, and 0 where they may agree; null where no append has
   *     shown it yet
   */
  public record Replication(
      String ack,
      long position,
      long behind,
      boolean reachable,
      boolean follows,
      @Nullable Long clockAheadMs) {}

  /**
   * Whether agencies must be who they say they are.
   *
   * @param unchecked whether there is a port without TLS: any program that reaches it may speak for
   *     any agency
   * @param tls whether there is a port with TLS
   * @param refused how many connections and requests were refused because of a certificate
   * @param certificateExpires when the server's certificate expires; null without TLS
   * @param clientCaExpires when the first authority of agencies expires; null without TLS
   * @param crlExpires by when a newer revocation list was announced; null if there is none
   */
  public record Identity(
      boolean unchecked,
      boolean tls,
      long refused,
      @Nullable Instant certificateExpires,
      @Nullable Instant clientCaExpires,
      @Nullable Instant crlExpires) {
    /** Of a server without TLS. */
    public static final Identity UNCHECKED = new Identity(true, false, 0, null, null, null);
  }
}
