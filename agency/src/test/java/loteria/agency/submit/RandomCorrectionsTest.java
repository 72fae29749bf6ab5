package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import loteria.agency.source.Batching;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows are refused, by the agency or by the server, and corrected gradually between runs that end
 * anywhere: in the end every row of the corrected file is stored once, and every run knew what was
 * stored.
 */
@Timeout(60)
class RandomCorrectionsTest {
  private static final int RUNS_MAX = 400;
  private static final String REFUSED_BY_SERVER = "Not,Today,";

  @TempDir Path folder;
  private int fresh = 1_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void inTheEndEveryRowIsStoredOnce(long seed) throws Exception {
    var random = new Random(seed);
    List<String> lines = AgencyFile.lines(20 + random.nextInt(150));
    Set<Integer> bad = new TreeSet<>();
    for (int i = 0; i < lines.size(); i++) {
      if (random.nextInt(8) == 0) {
        bad.add(i);
        lines.set(i, bad(random));
      }
    }
    AgencyFile file = AgencyFile.of(folder, lines);
    file.on(OnRefused.WAIT);

    try (var central = new FakeServer()) {
      central.refuse(row -> row.startsWith("1," + REFUSED_BY_SERVER));
      central.fate(request -> fate(request, random));
      int runs = 0;
      while (!isDone(file, central, random)) {
        correct(lines, bad, random);
        file.rewrite(lines);
        assertTrue(runs++ < RUNS_MAX, "seed " + seed + ": not done after so many runs");
      }

      Set<String> expected = new HashSet<>(AgencyFile.rows(lines));
      assertEquals(expected, new HashSet<>(central.rows()), "seed " + seed);
      assertEquals(lines.size(), central.rows().size(), "seed " + seed);
      assertEquals(1, central.requests(Request.Finish.class).size(), "seed " + seed);
    }
  }

  /** One more run; with batches of its own size. */
  private static boolean isDone(AgencyFile file, FakeServer central, Random random)
      throws Exception {
    var batching = new Batching(1 + random.nextInt(5), 8192, 1 + random.nextInt(8));
    try {
      file.submit(central.server(Duration.ofSeconds(50)), batching);
      return true;
    } catch (ServerRefused _) {
      // As if it had been killed here.
      return false;
    } catch (SubmissionFailed e) {
      assertEquals(ExitCode.ROWS_REFUSED, e.exitCode(), e.getMessage());
      return false;
    }
  }

  private void correct(List<String> lines, Set<Integer> bad, Random random) {
    for (Integer line : List.copyOf(bad)) {
      switch (random.nextInt(8)) {
        case 0 -> {
          lines.set(line, AgencyFile.line(fresh++));
          bad.remove(line);
        }
        case 1 -> lines.set(line, bad(random));
        default -> {
          // Corrected later.
        }
      }
    }
  }

  private String bad(Random random) {
    return random.nextBoolean()
        ? "nobody " + fresh++
        : REFUSED_BY_SERVER + fresh++ + ",1990-05-17,1";
  }

  private static FakeServer.@Nullable Twist fate(Request request, Random random) {
    if (!(request instanceof Request.Batch)) {
      return null;
    }
    return switch (random.nextInt(30)) {
      case 0 -> new FakeServer.Twist.Cut(true);
      case 1 -> new FakeServer.Twist.Cut(false);
      case 2 ->
          new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.UNAVAILABLE, 1, "no worker"));
      case 3, 4 ->
          new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.SUPERSEDED, "another one"));
      default -> null;
    };
  }
}
