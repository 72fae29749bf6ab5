package loteria.bench.scenario;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Connector;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.load.TextLoad;
import loteria.bench.load.TlsConnector;
import loteria.bench.process.CertificateFolder;
import loteria.bench.process.OpensslSpeed;
import loteria.bench.process.ServerProcess;

/** What TLS costs: the same load without and with it, in turn, each on a server of its own. */
public final class Tls implements Scenario {
  private static final int WINDOW = 8;
  private static final int BETS = 70;
  private static final Duration TIME = Duration.ofMillis(1500);
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final List<BatchSize> SIZES =
      List.of(BatchSize.frame("8 kB", 8 << 10), BatchSize.frame("64 kB", 64 << 10));

  /** One kind of load, without TLS and with it. */
  private record Pair(String label, List<LoadOutcome> plain, List<LoadOutcome> tls) {}

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    RowPool rows = RowPool.read(setup.bets(), Setup.AGENCIES);
    Path folder = Folders.make(setup.work());
    Path authority = CertificateFolder.make(setup, folder.resolve("ca"), Setup.AGENCIES);
    List<Pair> frames = new ArrayList<>();
    SIZES.forEach(size -> frames.add(new Pair(size.label(), new ArrayList<>(), new ArrayList<>())));
    var resumed = new Pair("resumed", new ArrayList<>(), new ArrayList<>());
    var whole = new Pair("whole handshake", new ArrayList<>(), new ArrayList<>());
    List<Double> handshakes = new ArrayList<>();
    try (ServerProcess plain = ServerProcess.start(setup, folder.resolve("plain"), Setup.AGENCIES);
        ServerProcess tls =
            ServerProcess.start(
                setup,
                folder.resolve("tls"),
                Setup.AGENCIES,
                CertificateFolder.serverFlags(authority))) {
      Connector without = Connector.plain(plain.address());
      Connector resuming = new TlsConnector(authority, Setup.AGENCIES, tls.tlsPort(), true);
      Connector fresh = new TlsConnector(authority, Setup.AGENCIES, tls.tlsPort(), false);
      var generator = new LoadGenerator(rows);
      for (Connector one : List.of(without, resuming)) {
        generator.send(one, Load.lasting(WARM_UP, Setup.AGENCIES, WINDOW, SIZES.getFirst()));
      }
      for (int run = 0; run < setup.runs(); run++) {
        for (int i = 0; i < SIZES.size(); i++) {
          Load load = Load.lasting(TIME, Setup.AGENCIES, WINDOW, SIZES.get(i));
          frames.get(i).plain().add(generator.send(without, load));
          frames.get(i).tls().add(generator.send(resuming, load));
        }
        handshakes.add(handshakesPerSecond(fresh));
      }
      // Native batches have used these numbers: the text dialect continues behind them.
      var text = new TextLoad(rows);
      long[] lastPlain = LoadGenerator.lastBatches(without, Setup.AGENCIES);
      long[] lastTls = LoadGenerator.lastBatches(resuming, Setup.AGENCIES);
      for (int run = 0; run < setup.runs(); run++) {
        LoadOutcome plainOutcome =
            LoadOutcome.sum(text.send(without, Setup.AGENCIES, BETS, lastPlain, TIME));
        resumed.plain().add(plainOutcome);
        whole.plain().add(plainOutcome);
        resumed
            .tls()
            .add(LoadOutcome.sum(text.send(resuming, Setup.AGENCIES, BETS, lastTls, TIME)));
        whole.tls().add(LoadOutcome.sum(text.send(fresh, Setup.AGENCIES, BETS, lastTls, TIME)));
      }
    }
    Folders.delete(folder);
    return List.of(frames(frames), text(List.of(resumed, whole), handshakes));
  }

  /** On one thread: of the client and the server together. */
  private static double handshakesPerSecond(Connector connector) throws IOException {
    long begun = System.nanoTime();
    int made = 0;
    while (System.nanoTime() - begun < TIME.toNanos()) {
      try (SocketChannel channel = connector.connect(1 + made % Setup.AGENCIES)) {
        made += channel.isOpen() ? 1 : 0;
      }
    }
    return made / ((System.nanoTime() - begun) / 1e9);
  }

  private static Table frames(List<Pair> pairs) throws IOException, InterruptedException {
    var table =
        new Table(
            "TLS",
            String.format(
                Locale.ROOT,
                "Five agencies, window %d, native dialect, without and with TLS in turn, on two"
                    + " servers. The processor encrypts %s with AES-256-GCM in blocks of 8 kB, as"
                    + " `openssl speed` says, with one core.",
                WINDOW,
                OpensslSpeed.ofAesGcm()),
            "batch",
            "MB/s without",
            "MB/s with",
            "of it",
            "p50 ms without",
            "p50 ms with");
    for (Pair pair : pairs) {
      double plain = median(pair.plain(), LoadOutcome::bytesPerSecond);
      double tls = median(pair.tls(), LoadOutcome::bytesPerSecond);
      table.row(
          pair.label(),
          Measurements.fixed(plain / 1e6, 1),
          Measurements.fixed(tls / 1e6, 1),
          Measurements.percent(tls, plain),
          Measurements.fixed(median(pair.plain(), one -> one.latencyMs(50)), 2),
          Measurements.fixed(median(pair.tls(), one -> one.latencyMs(50)), 2));
    }
    return table;
  }

  private static Table text(List<Pair> pairs, List<Double> handshakes) {
    var table =
        new Table(
            "TLS, text dialect",
            String.format(
                Locale.ROOT,
                "Five agencies, a new connection for each batch of %d bets. One thread makes %s"
                    + " whole handshakes a second, without any message.",
                BETS,
                Measurements.whole(
                    Measurements.median(
                        handshakes.stream().mapToDouble(Double::doubleValue).toArray()))),
            "TLS session",
            "connections/s without",
            "connections/s with",
            "of it",
            "p50 ms without",
            "p50 ms with");
    for (Pair pair : pairs) {
      double plain = median(pair.plain(), one -> one.batches() / one.seconds());
      double tls = median(pair.tls(), one -> one.batches() / one.seconds());
      table.row(
          pair.label(),
          Measurements.whole(plain),
          Measurements.whole(tls),
          Measurements.percent(tls, plain),
          Measurements.fixed(median(pair.plain(), one -> one.latencyMs(50)), 2),
          Measurements.fixed(median(pair.tls(), one -> one.latencyMs(50)), 2));
    }
    return table;
  }

  private static double median(List<LoadOutcome> of, ToDoubleFunction<LoadOutcome> figure) {
    return Measurements.median(of.stream().mapToDouble(figure).toArray());
  }
}
