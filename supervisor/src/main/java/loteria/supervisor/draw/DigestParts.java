package loteria.supervisor.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.row.AgencyDigest;

/** What a scan for the seal asks for: the digests of some agencies' rows, by their numbers. */
final class DigestParts implements SharedScan.Parts {
  private final long logEnd;
  private final List<List<AgencyDigest>> found = new ArrayList<>();

  /**
   * @param count how many parts
   * @param logEnd where the log ends
   */
  DigestParts(int count, long logEnd) {
    this.logEnd = logEnd;
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
    List<AgencyDigest> ofPart = new ArrayList<>();
    return link.scanDigests(part, count(), logEnd, ofPart::addAll)
        .thenRun(() -> keep(part, ofPart));
  }

  private synchronized void keep(int part, List<AgencyDigest> ofPart) {
    found.set(part, List.copyOf(ofPart));
  }

  @Override
  public void forget(int part) {
    // What a worker has not completed was not kept.
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
