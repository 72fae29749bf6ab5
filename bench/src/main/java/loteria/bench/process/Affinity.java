package loteria.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The processors that processes may use, set by util-linux's {@code taskset}. */
public final class Affinity {
  private Affinity() {}

  /**
   * Confines all threads of some processes, and what they start, to the first processors.
   *
   * @param processors how many
   */
  public static void confine(List<Long> pids, int processors)
      throws IOException, InterruptedException {
    for (long pid : pids) {
      String list = "0-" + (processors - 1);
      Process set =
          new ProcessBuilder("taskset", "-a", "-p", "-c", list, Long.toString(pid))
              .redirectErrorStream(true)
              .start();
      String said = new String(set.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (set.waitFor() != 0) {
        throw new IOException("taskset: " + said);
      }
    }
  }
}
