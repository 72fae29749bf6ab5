package loteria.supervisor.draw;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a scan for winners asks for: ranges of the log. */
final class DrawScan implements SharedScan.Parts {
  private final int winningNumber;
  private final List<ScanPlan.Range> ranges;
  private final FoundWinners found;

  /**
   * @param found receives the winners
   */
  DrawScan(int winningNumber, List<ScanPlan.Range> ranges, FoundWinners found) {
    this.winningNumber = winningNumber;
    this.ranges = ranges;
    this.found = found;
  }

  @Override
  public int count() {
    return ranges.size();
  }

  @Override
  public CompletableFuture<Void> ask(WorkerLink link, int range) {
    return link.scan(winningNumber, ranges.get(range), winners -> found.add(range, winners));
  }

  @Override
  public void forget(int range) {
    found.forget(range);
  }

  @Override
  public void check() throws IOException {
    found.check();
  }
}
