package loteria.auditor.count;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the seal from what was counted, and compares it with the log's, and with seal.csv. */
public final class SealComparison {
  private static final String NAME = "seal.csv";

  private final DrawCount count;
  private final Differences differences;

  public SealComparison(DrawCount count, Differences differences) {
    this.count = count;
    this.differences = differences;
  }

  /** Whether the folder has a seal.csv that must be the one of the log. */
  public boolean hasFile(Path folder) {
    return count.sealed() != null && Files.exists(folder.resolve(NAME));
  }

  /**
   * Compares all of them, once.
   *
   * @param limit the position at which the log that was counted ends
   * @return the seal of what was counted
   */
  public String compare(Path folder, long limit) throws IOException {
    String seal;
    if (hasFile(folder)) {
      try (var file = new SealFile(folder.resolve(NAME), differences)) {
        seal = SealText.write(folder, limit, count, file);
        file.end();
      }
    } else {
      seal = SealText.write(folder, limit, count, (_, _) -> {});
    }
    DrawCount.Sealed sealed = count.sealed();
    if (sealed != null) {
      int agencies = count.agenciesWithBatches();
      if (sealed.agencies() != agencies) {
        differences.add(
            "the log's seal is of %d agencies, counted are %d", sealed.agencies(), agencies);
      }
      if (!sealed.sha256().equals(seal)) {
        differences.add("the log's seal is %s, counted is %s", sealed.sha256(), seal);
      }
    }
    return seal;
  }
}
