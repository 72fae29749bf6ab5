package loteria.supervisor.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import loteria.ipc.log.ActionLog;
import loteria.supervisor.draw.Coordinator;
import loteria.supervisor.edge.Edge;
import loteria.supervisor.fleet.Fleet;
import loteria.supervisor.fleet.Outcome;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.Status;

/** Carries out what operators ask for. Safe for use by several threads. */
public final class Operations {
  private static final ActionLog LOG = new ActionLog(Operations.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final Fleet fleet;
  private final Coordinator coordinator;
  private final Edge edge;
  private final Observed observed;
  private final Runnable stop;
  private final AtomicBoolean draining = new AtomicBoolean();

  /**
   * @param stop begins the supervisor's end; returns at once
   */
  public Operations(
      Fleet fleet, Coordinator coordinator, Edge edge, Observed observed, Runnable stop) {
    this.fleet = fleet;
    this.coordinator = coordinator;
    this.edge = edge;
    this.observed = observed;
    this.stop = stop;
  }

  Status status() {
    return observed.status();
  }

  Outcome scale(int workers, Consumer<String> told) throws InterruptedException {
    return await(fleet.scale(workers, told));
  }

  Outcome reload(Consumer<String> told) throws InterruptedException {
    return await(fleet.reload(told));
  }

  /** Stops the intake; returns once nothing is in hand. */
  Outcome drain(Consumer<String> told) throws IOException, InterruptedException {
    if (draining.compareAndSet(false, true)) {
      LOG.success("drain", "connections", edge.connections());
      edge.drain();
    }
    int before = -1;
    while (waitingOrBusy() > waiting()) {
      int busy = waitingOrBusy() - waiting();
      if (busy != before) {
        told.accept(busy + " connections have something in hand");
        before = busy;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return new Outcome.Done("drained: nothing is taken, nothing is in hand");
  }

  Outcome stop() {
    LOG.success("stop");
    stop.run();
    return new Outcome.Done("stopping");
  }

  /** Has an agency that is gone taken as finished with what is stored. */
  Outcome close(int agency) throws InterruptedException {
    Status status = observed.status();
    if (agency < 1 || agency > status.agencies().size()) {
      return new Outcome.Failed("agency %d does not take part".formatted(agency));
    }
    Status.Agency of = status.agencies().get(agency - 1);
    if (of.finished()) {
      return new Outcome.Failed("agency %d has finished already".formatted(agency));
    }
    if (of.connected()) {
      return new Outcome.Failed("agency %d is connected: it can finish itself".formatted(agency));
    }
    if (!coordinator.closeAgency(agency, CLOSE_PATIENCE)) {
      return new Outcome.Failed("no worker has journalled it: see the log");
    }
    LOG.success("agency_closed", "agency", agency, "bets", of.bets(), "batches", of.batches());
    return new Outcome.Done(
        "agency %d is closed with %,d bets in %,d batches"
            .formatted(agency, of.bets(), of.batches()));
  }

  private int waitingOrBusy() {
    return edge.connections();
  }

  private int waiting() {
    return (int) observed.status().agencies().stream().filter(Status.Agency::waiting).count();
  }

  private static Outcome await(CompletableFuture<Outcome> outcome) throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      return new Outcome.Failed(String.valueOf(e.getCause()));
    }
  }
}
