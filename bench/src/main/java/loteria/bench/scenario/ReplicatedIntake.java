package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import loteria.bench.Measurements;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.limit.BareProducer;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.process.LogBrokers;
import loteria.bench.process.ServerProcess;
import loteria.ledger.replication.ReplicatedLog;

/** The bets per second that a server on Kafka receives, beside what a bare producer appends. */
final class ReplicatedIntake {
  private static final String DRAW = "intake";
  private static final int WINDOW = 8;
  private static final Duration TIME = Duration.ofMillis(1500);
  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final BatchSize SMALL = BatchSize.frame("8 kB", 8 << 10);
  private static final BatchSize LARGE = BatchSize.frame("64 kB", 64 << 10);

  private final Setup setup;
  private final LoadGenerator generator;
  private final LogBrokers brokers;

  /** One kind of load, and its outcome in each run. */
  private static final class Cell {
    final Load load;
    final List<LoadOutcome> served = new ArrayList<>();
    final List<LoadOutcome> turns = new ArrayList<>();
    final List<LoadOutcome> batches = new ArrayList<>();
    final List<Double> batchesPerMessage = new ArrayList<>();

    Cell(int window, BatchSize size) {
      this.load = Load.lasting(TIME, Setup.AGENCIES, window, size);
    }
  }

  ReplicatedIntake(Setup setup, RowPool rows, LogBrokers brokers) {
    this.setup = setup;
    this.generator = new LoadGenerator(rows);
    this.brokers = brokers;
  }

  Table measure(Path folder) throws IOException, InterruptedException, ExecutionException {
    List<Cell> cells =
        List.of(new Cell(1, SMALL), new Cell(WINDOW, SMALL), new Cell(WINDOW, LARGE));
    try (ServerProcess server = brokers.serve(DRAW, folder.resolve("intake"));
        ReplicatedLog log = brokers.open(LogBrokers.topic(DRAW))) {
      generator.send(server.address(), Load.lasting(WARM_UP, Setup.AGENCIES, WINDOW, SMALL));
      for (int run = 0; run < setup.runs(); run++) {
        String topic = "bare-" + run;
        brokers.makeTopic(topic);
        try (var producer = BareProducer.open(brokers.addresses(), topic)) {
          producer.send(new BareProducer.Records(1, WINDOW, SMALL.frameBytesMax(), 0), TIME);
          for (Cell cell : cells) {
            measure(cell, server, log, producer);
          }
        }
      }
    }
    return table(cells);
  }

  private void measure(Cell cell, ServerProcess server, ReplicatedLog log, BareProducer producer)
      throws IOException, InterruptedException, ExecutionException {
    long before = log.end();
    LoadOutcome served = generator.send(server.address(), cell.load);
    // Each agency's session is a message, too, or a part of one.
    double batchesPerMessage = served.batches() / (double) (log.end() - before);
    double batchBytes = served.bytes() / (double) served.batches();
    double batchBets = served.bets() / (double) served.batches();
    cell.served.add(served);
    cell.batchesPerMessage.add(batchesPerMessage);
    cell.turns.add(
        producer.send(
            new BareProducer.Records(
                1, 1, (int) (batchBytes * batchesPerMessage), batchBets * batchesPerMessage),
            TIME));
    cell.batches.add(
        producer.send(
            new BareProducer.Records(
                cell.load.agencies(), cell.load.window(), (int) batchBytes, batchBets),
            TIME));
  }

  private static Table table(List<Cell> cells) {
    var table =
        new Table(
            "Intake on Kafka",
            "Five agencies send to a server whose log is a topic of three brokers on this machine,"
                + " each of which forces a message before it counts; two must have it. Latency as"
                + " in *Intake*. In turn with it a bare producer with the same settings, on such a"
                + " topic: one message after the other, as large as this server's were; and as many"
                + " messages of one batch under way as the agencies have batches.",
            "window",
            "batch",
            "what",
            "bets/s",
            "MB/s",
            "p50 ms",
            "p99 ms",
            "batches a message",
            "the server, of it");
    for (Cell cell : cells) {
      double perMessage = median(cell.batchesPerMessage, Double::doubleValue);
      row(table, cell, "server", cell.served, perMessage, "-");
      row(table, cell, "bare, one by one", cell.turns, perMessage, servedOf(cell, cell.turns));
      row(table, cell, "bare, a batch each", cell.batches, 1, servedOf(cell, cell.batches));
    }
    return table;
  }

  private static String servedOf(Cell cell, List<LoadOutcome> bare) {
    return Measurements.percent(
        median(cell.served, LoadOutcome::betsPerSecond), median(bare, LoadOutcome::betsPerSecond));
  }

  private static void row(
      Table table,
      Cell cell,
      String what,
      List<LoadOutcome> outcomes,
      double batchesPerMessage,
      String ofIt) {
    table.row(
        cell.load.window(),
        cell.load.size().label(),
        what,
        Measurements.whole(median(outcomes, LoadOutcome::betsPerSecond)),
        Measurements.fixed(median(outcomes, LoadOutcome::bytesPerSecond) / 1e6, 1),
        Measurements.fixed(median(outcomes, one -> one.latencyMs(50)), 2),
        Measurements.fixed(median(outcomes, one -> one.latencyMs(99)), 2),
        Measurements.fixed(batchesPerMessage, 1),
        ofIt);
  }

  private static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
    return Measurements.median(of.stream().mapToDouble(figure).toArray());
  }
}
