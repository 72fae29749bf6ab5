package loteria.supervisor.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the pool, one at a time. What an operator asks for is refused while another such
 * change is under way; it waits for a worn out worker to be replaced. Used by the fleet's thread
 * alone.
 */
final class Changes {
  private static final ActionLog LOG = new ActionLog(Changes.class);

  /** How long a worn out worker is kept after its successor did not become ready. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /** The reply to a request that comes too late, or takes too long. */
  static final ChangeOutcome STOPPING = new ChangeOutcome.Failed("the server is stopping");

  private final Slots slots;
  private final int maxBatchesPerWorker;
  private final LongSupplier nanos;
  private @Nullable Running running;
  private @Nullable Request waiting;
  private boolean closed;
  private long recycleFromNanos;

  /**
   * What an operator asks for.
   *
   * @param action its name in the log
   * @param begin makes the change, given whom to tell what has been done
   * @param progress receives each step
   * @param answer completed when it is over
   */
  record Request(
      String action,
      Function<Consumer<String>, Change> begin,
      Consumer<String> progress,
      CompletableFuture<ChangeOutcome> answer) {}

  /**
   * The change that is under way.
   *
   * @param request whose it is; null where no operator asked
   * @param ended receives the outcome
   */
  private record Running(Change change, @Nullable Request request, Consumer<ChangeOutcome> ended) {}

  /**
   * @param maxBatchesPerWorker after which a worker is worn out; 0 for never
   * @param nanos what the time is, as {@link System#nanoTime}
   */
  Changes(Slots slots, int maxBatchesPerWorker, LongSupplier nanos) {
    this.slots = slots;
    this.maxBatchesPerWorker = maxBatchesPerWorker;
    this.nanos = nanos;
    this.recycleFromNanos = nanos.getAsLong();
  }

  /** Begins what an operator asks for, or says why not. */
  void ask(Request request) {
    Request other = running == null || running.request() == null ? waiting : running.request();
    if (closed) {
      request.answer().complete(STOPPING);
    } else if (other != null) {
      String reason = String.format(Locale.ROOT, "a %s is in progress", other.action());
      LOG.warn(request.action(), "error", reason);
      request.answer().complete(new ChangeOutcome.Failed(reason));
    } else if (running != null) {
      waiting = request;
    } else {
      begin(request);
    }
  }

  /** Replaces a worker if it has done its share and no other change is under way. */
  void recycle(Slot slot, long batches) {
    boolean isWornOut = maxBatchesPerWorker > 0 && batches >= maxBatchesPerWorker;
    boolean isTime = nanos.getAsLong() - recycleFromNanos >= 0;
    boolean isReplaceable = slot.isInPlace() && slot.isReady();
    if (isWornOut && isTime && isReplaceable && running == null && !closed) {
      var change = new Reload(slots, List.of(slot), _ -> {});
      running = new Running(change, null, outcome -> recycled(slot, batches, outcome));
    }
  }

  /** Continues the change that is under way. */
  void advance() {
    ChangeOutcome outcome = running == null ? null : running.change().advance();
    if (running == null || outcome == null) {
      return;
    }
    running.ended().accept(outcome);
    running = null;
    Request next = waiting;
    waiting = null;
    if (next != null) {
      begin(next);
    }
  }

  /** The end of all workers has come. */
  void close() {
    closed = true;
    if (running != null && running.request() != null) {
      running.ended().accept(STOPPING);
    }
    running = null;
    if (waiting != null) {
      waiting.answer().complete(STOPPING);
      waiting = null;
    }
  }

  private void begin(Request request) {
    LOG.progress(request.action());
    Change change = request.begin().apply(step -> tell(request, step));
    running = new Running(change, request, outcome -> ended(request, outcome));
    advance();
  }

  private static void tell(Request request, String step) {
    LOG.progress(request.action(), "step", step);
    try {
      request.progress().accept(step);
    } catch (RuntimeException e) {
      // The operator that asked is gone; the change is carried out all the same.
      LOG.detail(request.action(), "error", e);
    }
  }

  private static void ended(Request request, ChangeOutcome outcome) {
    switch (outcome) {
      case ChangeOutcome.Done(String text) -> LOG.success(request.action(), "outcome", text);
      case ChangeOutcome.Failed(String reason) -> LOG.warn(request.action(), "error", reason);
    }
    request.answer().complete(outcome);
  }

  private void recycled(Slot old, long batches, ChangeOutcome outcome) {
    switch (outcome) {
      case ChangeOutcome.Done _ ->
          LOG.success("worker_recycle", "worker", old.number(), "batches", batches);
      case ChangeOutcome.Failed(String reason) -> {
        LOG.warn("worker_recycle", "worker", old.number(), "error", reason);
        recycleFromNanos = nanos.getAsLong() + AFTER_FAILURE.toNanos();
      }
    }
  }
}
