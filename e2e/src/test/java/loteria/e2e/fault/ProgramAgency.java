package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loteria.e2e.AgencyRun;
import org.jspecify.annotations.Nullable;

/** An agency that is the agency program itself. */
final class ProgramAgency implements FaultyAgency {
  /** Its exit code where bets came too late. */
  private static final int TOO_LATE = 7;

  /** The exit codes of the shell and the JVM on SIGTERM, until the program has taken over. */
  private static final int TERMINATED_AT_BIRTH = 143;

  private final ExpectedBets expectedBets;
  private final Path folder;
  private final Access access;
  private final int port;
  private final String draw;
  private final Path file;
  private @Nullable AgencyRun run;

  /**
   * @param draw its name; empty for the current one
   */
  ProgramAgency(ExpectedBets expectedBets, Path folder, Access access, int port, String draw)
      throws IOException {
    this.expectedBets = expectedBets;
    this.folder = folder;
    this.access = access;
    this.port = port;
    this.draw = draw;
    this.file = AgencyRun.file(folder, expectedBets.agency(), expectedBets.bets());
  }

  @Override
  public void start() throws IOException {
    expectedBets.sendsAll();
    run =
        access.agency(
            folder,
            port,
            expectedBets.agency(),
            file,
            "--draw",
            draw,
            "--batch-max",
            Integer.toString(expectedBets.perBatch()));
  }

  @Override
  public void kill() throws IOException {
    running().close();
    start();
  }

  @Override
  public void terminate() throws IOException {
    running().program().terminate();
    int code = running().program().awaitExit();
    // A JVM that gets SIGTERM while it initializes may print its own message and end with 1.
    boolean isUnborn =
        code == TERMINATED_AT_BIRTH
            || !running().program().lines("Error occurred during initialization of VM").isEmpty();
    assertTrue(code == 0 || code == TOO_LATE || isUnborn, () -> "exit code " + code);
    start();
  }

  @Override
  public void stop(Duration length) throws InterruptedException {
    ProcessHandle process = ProcessHandle.of(running().program().pid()).orElse(null);
    if (process != null) {
      FaultPause.stopping(process, length);
    }
  }

  @Override
  public boolean hasEnded() {
    return !running().program().isAlive();
  }

  @Override
  public List<String> winners() {
    if (running().program().awaitExit() != TOO_LATE) {
      List<String> winners = running().winners();
      expectedBets.acknowledgedAll();
      return winners;
    }
    try {
      closed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running().printedWinners();
  }

  /** What it says to be stored, and the rest that is too late. */
  private void closed() throws IOException {
    List<String> receipt = Files.readAllLines(Path.of(file + ".receipt"));
    int batches = numberIn(receipt, "batches=");
    if (batches > 0) {
      expectedBets.acknowledged(batches);
    }
    expectedBets.closed(batches + 1L);
    int stored = expectedBets.acknowledged();
    assertEquals(numberIn(receipt, "bets="), stored, "bets of the receipt");
    List<List<String>> all = expectedBets.bets();
    assertEquals(
        AgencyRun.text(all.subList(stored, all.size())),
        Files.readString(Path.of(file + ".late.csv")));
  }

  private static int numberIn(List<String> receipt, String key) {
    return receipt.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Integer.parseInt(line.substring(key.length())))
        .findAny()
        .orElseThrow();
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
    }
  }

  private AgencyRun running() {
    if (run == null) {
      throw new IllegalStateException("agency " + expectedBets.agency() + " has not been started");
    }
    return run;
  }
}
