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
import loteria.bench.Figures;
import loteria.bench.Folders;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.Outcome;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;

/** How fast all workers together find the winners, beside how fast the file can be read at all. */
public final class Draw implements Scenario {
  private static final int WINDOW = 2;
  private static final BatchSize SIZE = BatchSize.frame("512 kB", 512 << 10);
  private static final int PART_BYTES = 1 << 20;

  /** What one size of file showed. */
  private record Scan(long bytes, double scanSeconds, double bareSeconds) {}

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
            "Four workers scan bets.csv, which the system has in memory, in ranges of 16"
                + " MiB, right after they have been started; beside it, four threads that read a"
                + " quarter each, in parts of 1 MiB, and look at nothing.",
            "bets",
            "GB",
            "scan, s",
            "scan, GB/s",
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
    Path folder = Folders.make(setup.work());
    long stored = fill(setup, generator, folder, bets);
    Path file = folder.resolve("data/default/bets.csv");
    List<Scan> scans = new ArrayList<>();
    for (int run = 0; run < setup.runs(); run++) {
      double bare = readBare(file);
      Files.delete(folder.resolve("data/default/winners.csv"));
      try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
        LoadGenerator.finish(server.address(), Setup.AGENCIES);
        scans.add(new Scan(Files.size(file), server.logged("scan", "ms") / 1e3, bare));
      }
    }
    Folders.delete(folder);
    double bytes = (double) scans.getFirst().bytes;
    double scan = Figures.median(scans.stream().mapToDouble(Scan::scanSeconds).toArray());
    double bare = Figures.median(scans.stream().mapToDouble(Scan::bareSeconds).toArray());
    table.row(
        Figures.whole((double) stored),
        Figures.fixed(bytes / 1e9, 2),
        Figures.fixed(scan, 3),
        Figures.fixed(bytes / scan / 1e9, 2),
        Figures.fixed(bytes / bare / 1e9, 2),
        Figures.percent(bare, scan));
  }

  /** Has a server take so many bets and make the draw; returns how many they are. */
  private static long fill(Setup setup, LoadGenerator generator, Path folder, long bets)
      throws IOException, InterruptedException, ExecutionException {
    try (ServerProcess server = ServerProcess.start(setup, folder, Setup.AGENCIES)) {
      Outcome one = generator.send(server.address(), Load.of(1, Setup.AGENCIES, WINDOW, SIZE));
      long batches = Math.ceilDiv(bets - one.bets(), one.bets());
      Outcome rest =
          generator.send(server.address(), Load.of(batches, Setup.AGENCIES, WINDOW, SIZE));
      LoadGenerator.finish(server.address(), Setup.AGENCIES);
      return one.bets() + rest.bets();
    }
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
