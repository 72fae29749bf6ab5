package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.row.AgencyDigest;
import org.jspecify.annotations.Nullable;

/** What a scan for the seal asks for: the digests of some agencies' rows, by their numbers. */
final class DigestParts implements SharedScan.Parts {
  private final long logEnd;
  private final @Nullable DigestProcess process;
  private final List<List<AgencyDigest>> found = new ArrayList<>();
  private boolean hasProcessFailed;

  /**
   * @param count how many parts
   * @param logEnd where the log ends
   * @param process computes them instead of a worker, unless it fails; null for none
   */
  DigestParts(int count, long logEnd, @Nullable DigestProcess process) {
    this.logEnd = logEnd;
    this.process = process;
    for (int part = 0; part < count; part++) {
      found.add(List.of());
    }
  }

  @Override
  public int count() {
    return found.size();
  }

  @Override
  public CompletableFuture<Void> ask(WorkerLink link, int part) {
    if (process != null && !hasProcessFailed) {
      return process.start(part, count(), logEnd).thenAccept(digests -> keep(part, digests));
    }
    List<AgencyDigest> ofPart = new ArrayList<>();
    return link.scanDigests(part, count(), logEnd, ofPart::addAll)
        .thenRun(() -> keep(part, ofPart));
  }

  private synchronized void keep(int part, List<AgencyDigest> ofPart) {
    found.set(part, List.copyOf(ofPart));
  }

  /** What was not completed was not kept. A worker does what a process has failed to do. */
  @Override
  public void forget(int part) {
    hasProcessFailed = true;
  }

  @Override
  public void check() {
    // All is kept in memory.
  }

  /** All that was found, by agency. */
  synchronized List<AgencyDigest> all() {
    return found.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(AgencyDigest::agency))
        .toList();
  }
}
