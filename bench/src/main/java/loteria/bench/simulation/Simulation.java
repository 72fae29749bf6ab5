package loteria.bench.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Agencies that send as fast as they get answers, and the way of their batches: the agency, the
 * relay, the session, the ledger's turn. A stage takes one batch of a connection at a time.
 *
 * <p>What it leaves out: the network, the memory's bandwidth, caches that one process takes from
 * another, and what the answers cost on their own way, which is part of the stages' costs.
 */
public final class Simulation {
  private static final double WARM_UP_NANOS = 0.3e9;
  private static final double MEASURED_NANOS = 1e9;

  private final Clock clock = new Clock();
  private final StageCosts costs;
  private final SimulatedLedger.Shared shared;
  private final List<SimulatedLedger> ledgers = new ArrayList<>();
  private long acknowledged;

  private Simulation(Site site, StageCosts costs) {
    this.costs = costs;
    this.shared = new SimulatedLedger.Shared(clock, costs, site.cores());
    for (int i = 0; i < site.workers(); i++) {
      ledgers.add(new SimulatedLedger(clock, shared));
    }
    for (int i = 0; i < site.agencies(); i++) {
      var agency = new Agency(ledgers.get(i % site.workers()));
      for (int batch = 0; batch < site.window(); batch++) {
        agency.send();
      }
    }
  }

  /** What a load comes to. */
  public static Outcome of(Site site, StageCosts costs) {
    return new Simulation(site, costs).run(site);
  }

  private Outcome run(Site site) {
    clock.runUntil(WARM_UP_NANOS);
    double cores = shared.cores.usedNanos();
    double lock = shared.lock.usedNanos();
    double disk = shared.disk.usedNanos();
    double ledger = ledgerNanos();
    long batches = acknowledged;
    long turns = shared.turns;
    clock.runUntil(WARM_UP_NANOS + MEASURED_NANOS);
    return new Outcome(
        (acknowledged - batches) / (MEASURED_NANOS / 1e9),
        (acknowledged - batches) / (double) Math.max(1, shared.turns - turns),
        (shared.cores.usedNanos() - cores) / MEASURED_NANOS / site.cores(),
        (shared.lock.usedNanos() - lock) / MEASURED_NANOS,
        (shared.disk.usedNanos() - disk) / MEASURED_NANOS,
        (ledgerNanos() - ledger) / MEASURED_NANOS / site.workers());
  }

  private double ledgerNanos() {
    return ledgers.stream().mapToDouble(SimulatedLedger::busyNanos).sum();
  }

  /** One agency, with the connection that it has to the server and the one to its worker. */
  private final class Agency {
    private final Places sender = new Places(clock, 1);
    private final Places relay = new Places(clock, 1);
    private final Places session = new Places(clock, 1);
    private final SimulatedLedger ledger;

    Agency(SimulatedLedger ledger) {
      this.ledger = ledger;
    }

    void send() {
      stage(
          sender,
          costs.sender(),
          () ->
              stage(
                  relay,
                  costs.relay(),
                  () -> stage(session, costs.session(), () -> ledger.store(this::answered))));
    }

    private void stage(Places thread, double nanos, Runnable then) {
      thread.take(
          () ->
              shared.cores.use(
                  nanos,
                  () -> {
                    thread.free();
                    then.run();
                  }));
    }

    private void answered() {
      acknowledged++;
      send();
    }
  }
}
