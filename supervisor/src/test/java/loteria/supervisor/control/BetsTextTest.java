package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import loteria.supervisor.status.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BetsTextTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void aPersonReadsATableInLocalTime() {
    var text = new BetsText(out, false, ZoneOffset.ofHours(-3));
    text.add(bet("30123456", "won"));
    text.add(bet("30123456", "did not win"));
    text.end("2 bets");
    assertEquals(
        """
        draw     agency  stored               first name  last name  document  birth date  number  outcome
        navidad      12  2026-12-24 20:59:59  José        Paz, hijo  30123456  1990-05-17    0007  won
        navidad      12  2026-12-24 20:59:59  José        Paz, hijo  30123456  1990-05-17    0007  did not win
        2 bets
        """,
        printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aProgramReadsEachBetAsALineAndThenHowMany() {
    var text = new BetsText(out, true, ZoneOffset.UTC);
    text.add(bet("1", "not drawn"));
    text.end("1 bet");
    assertEquals(
        bet("1", "not drawn") + "\n{\"bets\":1}\n", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void noneIsALineToo() {
    new BetsText(out, false, ZoneOffset.UTC).end("no bet with this document");
    new BetsText(out, true, ZoneOffset.UTC).end("no bet with this document");
    assertEquals(
        "no bet with this document\n{\"bets\":0}\n", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void manyBetsAreSeveralTables() {
    var text = new BetsText(out, false, ZoneOffset.UTC);
    for (int i = 0; i < 1201; i++) {
      text.add(bet("1", "won"));
    }
    text.end("1,201 bets");
    String all = printed.toString(StandardCharsets.UTF_8);
    assertEquals(3, all.lines().filter(line -> line.startsWith("draw ")).count());
    assertEquals(1201, all.lines().filter(line -> line.endsWith("  won")).count());
    assertTrue(all.endsWith("\n1,201 bets\n"));
  }

  @Test
  void anOutputThatNobodyReadsEndsIt() {
    var closed =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    for (boolean json : new boolean[] {true, false}) {
      var nowhere = new PrintStream(closed, true, StandardCharsets.UTF_8);
      var text = new BetsText(nowhere, json, ZoneOffset.UTC);
      assertThrows(
          UncheckedIOException.class,
          () -> {
            for (int i = 0; i < 1000; i++) {
              text.add(bet("1", "won"));
            }
          });
    }
  }

  private static String bet(String document, String outcome) {
    return Json.of(
        new FoundBet(
            "navidad",
            12,
            Instant.parse("2026-12-24T23:59:59.123Z"),
            "José",
            "Paz, hijo",
            document,
            "1990-05-17",
            "0007",
            outcome));
  }
}
