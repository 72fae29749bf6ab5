package loteria.bench.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.LoadOutcome;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;

/** The speed of the workers' scan for winners, beside the speed of reading the file. */
public final class Draw implements Scenario {
  private static final int WINDOW = 2;
  private static final BatchSize SIZE = BatchSize.frame("512 kB", 512 << 10);
  private static final int PART_BYTES = 1 << 20;

  /** The figures of one file. */
  private record Scan(
      long bets, long bytes, double drawnSeconds, double restartedSeconds, double bareSeconds) {}

  @Override
  public String name() {
    return "draw";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, InterruptedException, ExecutionException {
    var table =
        new Table(
            "Draw",
            "Four workers scan bets.csv, which the system has in memory, in ranges of 16 MiB: when"
                + " the last agency has finished, and right after a restart, while they still"
                + " start, where winners.csv was lost. Beside it, four threads that read a quarter"
                + " each, in parts of 1 MiB, without checking it.",
            "bets",
            "GB",
            "scan, s",
            "scan, GB/s",
            "after a restart, GB/s",
            "bare read, GB/s",
            "of the bare read");
    var generator = new LoadGenerator(RowPool.read(setup.bets(), Setup.AGENCIES));
    int[] millions = setup.isFull() ? new int[] {10, 100} : new int[] {10};
    for (int million : millions) {
      measure(setup, generator, million * 1_000_000L, table);
    }
    return List.of(table);
  }

  private static void measure(Setup setup, LoadGenerator generator, long bets, Table table)
      throws IOException, InterruptedException, ExecutionException {
    List<Scan> scans = new ArrayList<>();
    for (int run = 0; run < setup.runs(); run++) {
      scans.add(scan(setup, generator, bets));
    }
    double bytes = median(scans, Scan::bytes);
    double drawn = median(scans, Scan::drawnSeconds);
    double restarted = median(scans, Scan::restartedSeconds);
    double bare = median(scans, Scan::bareSeconds);
    table.row(
        Measurements.whole(median(scans, Scan::bets)),
        Measurements.fixed(bytes / 1e9, 2),
        Measurements.fixed(drawn, 3),
        Measurements.fixed(bytes / drawn / 1e9, 2),
        Measurements.fixed(bytes / restarted / 1e9, 2),
        Measurements.fixed(bytes / bare / 1e9, 2),
        Measurements.percent(bare, drawn));
  }

  private static double median(List<Scan> scans, ToDoubleFunction<Scan> of) {
    return Measurements.median(scans.stream().mapToDouble(of).toArray());
  }

  /** Fills a server, has it make the draw, and find the winners once more after a restart. */
  private static Scan scan(Setup setup, LoadGenerator generator, long bets)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Folders.make(setup.work());
    long stored;
    double drawn;
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      stored = fill(server, generator, bets);
      LoadGenerator.finish(server.address(), Setup.AGENCIES);
      drawn = server.logged("scan", "ms") / 1e3;
    }
    Path file = folder.resolve("data/default/bets.csv");
    double bare = readBare(file);
    Files.delete(folder.resolve("data/default/winners.csv"));
    double restarted;
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      LoadGenerator.finish(server.address(), Setup.AGENCIES);
      restarted = server.logged("scan", "ms") / 1e3;
    }
    var scan = new Scan(stored, Files.size(file), drawn, restarted, bare);
    Folders.delete(folder);
    return scan;
  }

  /** Sends this many bets to a server; returns how many they are. */
  private static long fill(ServerProcess server, LoadGenerator generator, long bets)
      throws IOException, InterruptedException, ExecutionException {
    LoadOutcome one = generator.send(server.address(), Load.of(1, Setup.AGENCIES, WINDOW, SIZE));
    long batches = Math.ceilDiv(bets - one.bets(), one.bets());
    LoadOutcome rest =
        generator.send(server.address(), Load.of(batches, Setup.AGENCIES, WINDOW, SIZE));
    return one.bets() + rest.bets();
  }

  /** Reads a file with as many threads as there are workers; returns the seconds that took. */
  private static double readBare(Path file)
      throws IOException, InterruptedException, ExecutionException {
    long begun = System.nanoTime();
    try (var channel = FileChannel.open(file);
        var threads = Executors.newFixedThreadPool(Setup.WORKERS)) {
      long part = Math.ceilDiv(channel.size(), Setup.WORKERS);
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < Setup.WORKERS; i++) {
        long from = i * part;
        reading.add(threads.submit(() -> read(channel, from, from + part)));
      }
      for (Future<?> one : reading) {
        one.get();
      }
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private static Object read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PART_BYTES);
    for (long at = from; at < to; at += buffer.position()) {
      buffer.clear().limit((int) Math.min(PART_BYTES, to - at));
      if (channel.read(buffer, at) < 0) {
        break;
      }
    }
    return buffer;
  }
}
