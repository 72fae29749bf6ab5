package loteria.bench.instead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import loteria.bench.Setup;
import loteria.bench.load.BatchSize;
import loteria.bench.load.Load;
import loteria.bench.load.LoadGenerator;
import loteria.bench.load.RowPool;
import loteria.bench.process.ServerProcess;

/** The supervisor and its workers. */
public final class OurServer implements BetStore {
  private final Path folder;
  private final int window;
  private final LoadGenerator generator;
  private final ServerProcess server;

  /**
   * Starts it.
   *
   * @param folder an empty one
   * @param window how many batches of each agency are in flight
   */
  public OurServer(Setup setup, Path folder, RowPool pool, int window)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.window = window;
    this.generator = new LoadGenerator(pool);
    this.server = ServerProcess.start(setup, folder, Setup.AGENCIES);
  }

  @Override
  public double store(int bets, int batches)
      throws IOException, ExecutionException, InterruptedException {
    Load load = Load.of(batches / Setup.AGENCIES, Setup.AGENCIES, window, BatchSize.rows(bets));
    return generator.send(server.address(), load).seconds();
  }

  @Override
  public long count() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long lines = 0;
      for (Path file : files.filter(path -> path.endsWith("bets.csv")).toList()) {
        try (Stream<String> rows = Files.lines(file)) {
          lines += rows.filter(row -> row.indexOf(',') > 0).count();
        }
      }
      return lines;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
