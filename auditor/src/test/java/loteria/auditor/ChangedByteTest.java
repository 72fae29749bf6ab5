package loteria.auditor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A complete draw of which one byte is changed, or some are missing, in any file. */
@Timeout(120)
class ChangedByteTest {
  private static final int ROUNDS = Integer.getInteger("loteria.auditor.rounds", 400);
  private static final String FIRST = "log/0000000000000000";
  private static final String SECOND = "log/0000000004000000";
  private static final String LAST = "log/0000000008000000";
  private static final List<String> FILES =
      List.of(FIRST, SECOND, LAST, "log/mark", "bets.csv", "seal.csv", "winners.csv");

  @TempDir Path folder;

  @BeforeEach
  void make() throws IOException {
    MadeDraw.completed(folder);
    assertTrue(AuditRun.of(folder).agrees());
  }

  @Test
  void anyChangedByteIsFound() throws IOException {
    long seed = Long.getLong("loteria.auditor.seed", System.nanoTime());
    System.out.println("loteria.auditor.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String file = FILES.get(round % FILES.size());
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      int at = random.nextInt(bytes.length);
      byte change = (byte) (1 << random.nextInt(8));
      change = random.nextBoolean() ? change : (byte) (1 + random.nextInt(255));
      byte[] changed = bytes.clone();
      changed[at] ^= change;
      AuditRun audit = with(file, changed);
      String what =
          "seed " + seed + ", " + file + ", byte " + at + ", xor " + change + ": " + audit;
      assertFalse(audit.agrees(), what);
      assertEquals(1, audit.code(), what);
      assertTrue(names(audit, file), what);
      assertNoPersonIsNamed(audit);
    }
  }

  @Test
  void anyMissingEndIsFound() throws IOException {
    var random = new Random(7);
    for (String file : FILES) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      for (int round = 0; round < 10; round++) {
        // A mark of 0 bytes says nothing.
        int length = 1 + random.nextInt(bytes.length - 1);
        AuditRun audit = with(file, Arrays.copyOf(bytes, length));
        assertEquals(1, audit.code(), file + " of " + length + " bytes: " + audit);
        assertNoPersonIsNamed(audit);
      }
    }
  }

  @Test
  void anEmptyMarkSaysNothing() throws IOException {
    assertTrue(with("log/mark", new byte[0]).agrees());
  }

  @Test
  void aMissingSegmentOrMarkIsNamed() throws IOException {
    for (String file : List.of(FIRST, SECOND, LAST, "log/mark")) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      Files.delete(folder.resolve(file));
      AuditRun audit = AuditRun.of(folder);
      Files.write(folder.resolve(file), bytes);
      assertEquals(1, audit.code(), file);
      assertTrue(audit.differences().getFirst().endsWith("is missing"), audit::toString);
    }
  }

  @Test
  void rowsBehindTheLogsAreADifferenceOnceItHasEnded() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("bets.csv"));
    AuditRun audit = with("bets.csv", Arrays.copyOf(bytes, bytes.length + 5));
    assertEquals(
        List.of(
            "differs: bets.csv, line 8, byte %s: it has 5 bytes more than the log"
                .replace("%s", Integer.toString(bytes.length))),
        audit.differences());
  }

  @Test
  void aByteBehindTheEndOfALogOrASegmentIsADifference() throws IOException {
    for (String file : List.of(FIRST, LAST)) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 100_000);
      assertTrue(with(file, longer).agrees());
      longer[bytes.length + 70_000] = 1;
      assertEquals(1, with(file, longer).code());
    }
  }

  @Test
  void aDifferenceNamesAgencyFileLineAndPosition() throws IOException {
    byte[] bets = Files.readAllBytes(folder.resolve("bets.csv"));
    bets[bets.length - 1] = ' ';
    assertEquals(
        List.of(
            "differs: bets.csv, line 7, byte %s: another byte is there than in the log, which has batch 2 of agency 1"
                .replace("%s", Integer.toString(bets.length - 1))),
        with("bets.csv", bets).differences());
    byte[] seal = Files.readAllBytes(folder.resolve("seal.csv"));
    seal["agency,batches,bets,sha256\n1,".length()] = '9';
    String line = with("seal.csv", seal).differences().getFirst();
    assertTrue(line.startsWith("differs: seal.csv, line 2, agency 1: it has '1,9,3,"), line);
    assertTrue(line.contains("counted is '1,2,3,"), line);
    byte[] log = Files.readAllBytes(folder.resolve(SECOND));
    log[4300] ^= 1;
    assertEquals(
        List.of(
            "differs: log segment 0000000004000000, position 67112960: the rows of batch 2 of"
                + " agency 1 do not have their digest"),
        with(SECOND, log).differences());
  }

  private AuditRun with(String file, byte[] changed) throws IOException {
    Path path = folder.resolve(file);
    byte[] before = Files.readAllBytes(path);
    Files.write(path, changed);
    AuditRun audit = AuditRun.of(folder);
    Files.write(path, before);
    return audit;
  }

  private static boolean names(AuditRun audit, String file) {
    String name = file.equals("log/mark") ? file : file.replace("log/", "log segment ");
    return audit.differences().stream().anyMatch(line -> line.contains(name));
  }

  /** Every document of the draw begins with a digit and has 00000 behind it. */
  private static void assertNoPersonIsNamed(AuditRun audit) {
    String all = String.join("\n", audit.lines());
    assertFalse(all.contains("Ana") || all.contains("Muñoz"), all);
    assertFalse(all.matches("(?s).*\\b[13]000000[1-4]\\b.*"), all);
  }
}
