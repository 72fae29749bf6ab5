package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.ipc.folder.FileAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class RefusedRowsTest {
  @TempDir Path folder;

  @Test
  void thereIsNoFileWhileNothingIsRefused() throws Exception {
    try (var refused = open()) {
      refused.force();
      assertEquals(0, refused.count());
    }
    assertFalse(Files.exists(list()));
  }

  @Test
  void notedRowsAreKnownToTheNextRun() throws Exception {
    try (var refused = open()) {
      refused.add(12, "name, of course", List.of("a\r\nb", "c\"d"));
      refused.add(3, "late", List.of("x"));
    }
    try (var refused = open()) {
      assertTrue(refused.contains(12));
      assertTrue(refused.contains(3));
      assertFalse(refused.contains(1));
      assertEquals(2, refused.count());
      refused.add(4, "more", List.of("y"));
    }
    assertEquals(
        List.of("12,\"name, of course\",a  b,\"c\"\"d\"", "3,late,x", "4,more,y"),
        Files.readAllLines(list()));
  }

  @Test
  void aLineCutOffByACrashIsCutAway() throws Exception {
    Files.writeString(list(), "5,late,x\r\n61,lat");

    try (var refused = open()) {
      assertTrue(refused.contains(5));
      assertFalse(refused.contains(61));
      refused.add(6, "late", List.of("z"));
    }

    assertEquals(List.of("5,late,x", "6,late,z"), Files.readAllLines(list()));
  }

  @Test
  void clearedListStartsEmpty() throws Exception {
    try (var refused = open()) {
      refused.add(1, "late", List.of("x"));
      refused.clear();
      assertFalse(refused.contains(1));
      assertFalse(Files.exists(list()));
      refused.add(2, "late", List.of("y"));
    }
    assertEquals(List.of("2,late,y"), Files.readAllLines(list()));
  }

  @Test
  void memoryDependsOnHowManyNotOnWhere() throws Exception {
    try (var refused = open()) {
      refused.add(1L << 50, "late", List.of("x"));
      refused.add(600_000_001L, "late", List.of("y"));
    }
    try (var refused = open()) {
      assertTrue(refused.contains(1L << 50));
      assertTrue(refused.contains(600_000_001L));
      assertEquals(2, refused.count());
    }
  }

  @Test
  void manyRefusalsOutOfOrderAreAllKnown() throws Exception {
    long seed = 4;
    var random = new Random(seed);
    Set<Long> lines = new HashSet<>();
    try (var refused = open()) {
      for (int i = 0; i < 3_000; i++) {
        long line = 1 + i * 3L + random.nextInt(200);
        if (lines.add(line)) {
          refused.add(line, "a \"reason\", with all", List.of("x" + line));
        }
      }
    }
    try (var refused = open()) {
      assertEquals(lines.size(), refused.count(), "seed " + seed);
      for (long line = 0; line < 10_000; line++) {
        assertEquals(lines.contains(line), refused.contains(line), "seed " + seed);
        assertEquals(
            lines.contains(line), refused.isUnchanged(line, List.of("x" + line)), "seed " + seed);
        assertFalse(refused.isUnchanged(line, List.of("y" + line)), "seed " + seed);
      }
    }
  }

  @Test
  void lastEntryOfALineHolds() throws Exception {
    try (var refused = open()) {
      refused.add(3, "late", List.of("x"));
      refused.add(5, "late", List.of("y"));
    }
    try (var refused = open()) {
      refused.resend(5, List.of("y2"));
      refused.resend(3, List.of("x2"));
      assertEquals(0, refused.count());
      refused.add(5, "still late", List.of("y2"));
      assertEquals(1, refused.count());
    }
    try (var refused = open()) {
      assertEquals(1, refused.count());
      assertEquals(List.of(3L), refused.resent());
      assertTrue(refused.isUnchanged(5, List.of("y2")));
      assertFalse(refused.isUnchanged(5, List.of("y")));
    }
  }

  private RefusedRows open() throws Exception {
    return RefusedRows.of(folder.resolve("bets.csv"), FileAccess.OWNER);
  }

  private Path list() {
    return folder.resolve("bets.csv.rejected.csv");
  }
}
