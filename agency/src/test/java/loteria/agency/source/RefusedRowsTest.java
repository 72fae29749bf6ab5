package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void whatWasNotedIsKnownToTheNextRun() throws Exception {
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
  void clearedTheListBeginsAnew() throws Exception {
    try (var refused = open()) {
      refused.add(1, "late", List.of("x"));
      refused.clear();
      assertFalse(refused.contains(1));
      assertFalse(Files.exists(list()));
      refused.add(2, "late", List.of("y"));
    }
    assertEquals(List.of("2,late,y"), Files.readAllLines(list()));
  }

  private RefusedRows open() throws Exception {
    return RefusedRows.of(folder.resolve("bets.csv"));
  }

  private Path list() {
    return folder.resolve("bets.csv.rejected.csv");
  }
}
