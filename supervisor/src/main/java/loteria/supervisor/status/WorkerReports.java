package loteria.supervisor.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import loteria.ipc.message.LatencyBuckets;
import loteria.ipc.message.WorkerMessage.AgencyFinished;
import loteria.ipc.message.WorkerMessage.AgencyReport;
import loteria.ipc.message.WorkerMessage.Followed;
import loteria.ipc.message.WorkerMessage.Report;
import loteria.ipc.message.WorkerMessage.Work;
import org.jspecify.annotations.Nullable;

/**
 * The combined reports of all workers. The stored bets of an agency only grow, so the largest
 * figure that any worker reports is the latest. Safe for use by several threads.
 */
public final class WorkerReports {
  /** Of a worker that has reported nothing. */
  static final Work NOTHING = new Work(0, 0, 0, 0, 0, List.of());

  private final InstantSource clock;

  /** Guarded by this, as is all below. By agency. */
  private final Map<Integer, Stored> stored = new TreeMap<>();

  private final Set<Integer> closed = new HashSet<>();

  /** What each worker that is there said of its copy of a replicated log, by its pid. */
  private final Map<Long, Followed> followed = new HashMap<>();

  /** What the worker that learned it last said of the clock, which all have in common. */
  private @Nullable Long clockAheadMs;

  /** The last report of each worker that is there, by its pid. */
  private final Map<Long, Worker> workers = new HashMap<>();

  private final long[] commitBuckets = new long[LatencyBuckets.COUNT];
  private long commits;
  private long commitNanos;
  private long received;
  private long batches;
  private long bets;

  /**
   * The stored bets of an agency.
   *
   * @param at when a bet was last seen stored, or null if all were there when the first worker
   *     reported
   */
  record Stored(long batches, long bets, @Nullable Instant at) {}

  /** The commits of all workers there ever were. */
  record Commits(long count, long nanos, List<Long> buckets) {}

  private static final class Worker {
    Work work = NOTHING;
    final Map<Integer, AgencyReport> agencies = new HashMap<>();
  }

  /**
   * @param clock the time at which a bet counts as stored
   */
  public WorkerReports(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds a worker's report. */
  public synchronized void reported(long pid, Report report) {
    Worker worker = workers.get(pid);
    boolean isFirst = worker == null;
    if (worker == null) {
      worker = new Worker();
      workers.put(pid, worker);
    }
    received++;
    notifyAll();
    count(worker.work, report.work());
    worker.work = report.work();
    for (AgencyReport agency : report.agencies()) {
      worker.agencies.put(agency.agency(), agency);
      store(agency, isFirst ? null : clock.instant());
    }
  }

  /** A worker said that an agency has finished, and with what. */
  public synchronized void finished(AgencyFinished end) {
    store(new AgencyReport(end.agency(), end.batches(), end.bets(), false, false), clock.instant());
  }

  /** A worker said how far its copy of a replicated log is. */
  public synchronized void followed(long pid, Followed position) {
    followed.put(pid, position);
    if (position.clockAheadMs() != null) {
      clockAheadMs = position.clockAheadMs();
    }
  }

  /** How far this server's copy of a replicated log is; null where no worker has said it. */
  public synchronized @Nullable Followed followed() {
    long position = 0;
    long end = 0;
    boolean isReachable = true;
    for (Followed one : followed.values()) {
      position = Math.max(position, one.position());
      end = Math.max(end, one.end());
      isReachable &= one.isReachable();
    }
    return followed.isEmpty() ? null : new Followed(position, end, isReachable, clockAheadMs);
  }

  /** An operator closed an agency, now or before this supervisor started. */
  public synchronized void closed(int agency) {
    closed.add(agency);
  }

  /** Whether an operator closed an agency. */
  public synchronized boolean isClosed(int agency) {
    return closed.contains(agency);
  }

  /** Removes a worker and its sessions. */
  public synchronized void left(long pid) {
    workers.remove(pid);
    followed.remove(pid);
  }

  /** The bets and batches of all agencies together. */
  synchronized Stored total() {
    return new Stored(batches, bets, null);
  }

  /** The bets of all agencies together, and their batches. */
  public synchronized Status.Stored all() {
    return new Status.Stored(bets, batches);
  }

  /** The stored bets of one agency, and their batches. */
  public synchronized Status.Stored of(int agency) {
    Stored of = stored.get(agency);
    return of == null ? new Status.Stored(0, 0) : new Status.Stored(of.bets(), of.batches());
  }

  /** Whether an agency has a session. */
  public synchronized boolean isConnected(int agency) {
    return workers.values().stream()
        .map(worker -> worker.agencies.get(agency))
        .anyMatch(of -> of != null && of.connected());
  }

  /** Whether any worker has reported its ledger. */
  synchronized boolean begun() {
    return received > 0;
  }

  /**
   * Waits until the one worker that is left reports what it knows now.
   *
   * @return whether it did in time
   */
  public synchronized boolean awaitNews(Duration patience) throws InterruptedException {
    // What is being sent just now may be older.
    long wanted = received + 2;
    long deadline = System.nanoTime() + patience.toNanos();
    while (received < wanted) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** The stored bets, by agency; agencies without any are left out. */
  synchronized Map<Integer, Stored> stored() {
    return Map.copyOf(stored);
  }

  /** The agencies that have a session, and whether they wait for their winners in one. */
  synchronized Map<Integer, Boolean> connected() {
    Map<Integer, Boolean> connected = new HashMap<>();
    for (Worker worker : workers.values()) {
      for (AgencyReport agency : worker.agencies.values()) {
        if (agency.connected()) {
          connected.merge(agency.agency(), agency.waiting(), Boolean::logicalOr);
        }
      }
    }
    return connected;
  }

  /** The work of a worker's ledger. */
  synchronized Work work(long pid) {
    Worker worker = workers.get(pid);
    return worker == null ? NOTHING : worker.work;
  }

  synchronized Commits commits() {
    return new Commits(commits, commitNanos, Arrays.stream(commitBuckets).boxed().toList());
  }

  private void store(AgencyReport agency, @Nullable Instant now) {
    Stored before = stored.get(agency.agency());
    if (before == null || before.bets() < agency.bets() || before.batches() < agency.batches()) {
      boolean isNew = now != null && agency.batches() > 0;
      Instant at = isNew ? now : before == null ? null : before.at();
      batches += agency.batches() - (before == null ? 0 : before.batches());
      bets += agency.bets() - (before == null ? 0 : before.bets());
      stored.put(agency.agency(), new Stored(agency.batches(), agency.bets(), at));
    }
  }

  private void count(Work before, Work now) {
    commits += now.commits() - before.commits();
    commitNanos += now.commitNanos() - before.commitNanos();
    for (int i = 0; i < Math.min(commitBuckets.length, now.commitBuckets().size()); i++) {
      long counted = i < before.commitBuckets().size() ? before.commitBuckets().get(i) : 0;
      commitBuckets[i] += now.commitBuckets().get(i) - counted;
    }
  }
}
