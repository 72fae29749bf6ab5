package loteria.agency.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BarLineTest {
  private static final long SECOND = 1_000_000_000;
  private static final BarLine BEGUN = BarLine.before(1_000).stored(0, 0, 0, 5 * SECOND);

  @Test
  void sendingTellsBetsRateInFlightAndTimeLeft() {
    BarLine half = BEGUN.stored(4_000, 250, 8, 7 * SECOND);

    assertEquals(
        " 25% [=======                     ] 4,000 stored, 2,000/s, 8 in flight, 0:06 left",
        half.render(7 * SECOND, 81));
  }

  @Test
  void nothingIsSaidOfTheTimeLeftBeforeItCanBeKnown() {
    assertEquals("  0% [  ] 0 stored, 0/s, 0 in flight", BEGUN.render(5 * SECOND, 36));
  }

  @Test
  void aServerThatStopsAnsweringIsSeenInTheRateAndTheTimeLeft() {
    BarLine half = BEGUN.stored(4_000, 250, 8, 7 * SECOND);

    assertTrue(half.render(5 * SECOND + 4_000 * SECOND, 79).contains(" 1/s"));
    assertTrue(half.render(5 * SECOND + 4_000 * SECOND, 79).endsWith("3:20:00 left"));
  }

  @Test
  void whatAnEarlierRunStoredCountsNeitherForTheRateNorForTheTimeLeft() {
    BarLine resumed = BarLine.before(1_000).stored(9_000, 900, 0, 0).stored(9_100, 910, 1, SECOND);

    assertTrue(
        resumed.render(SECOND, 79).endsWith("] 9,100 stored, 100/s, 1 in flight, 0:09 left"));
  }

  @Test
  void onceFinishedItTellsHowManyAgenciesHave() {
    BarLine finished = BEGUN.stored(10_000, 1_000, 0, 9 * SECOND);

    assertEquals(
        "100% [===] 10,000 stored, 3 of 5 agencies have finished",
        finished.waiting(2, 5).render(9 * SECOND, 55));
    assertTrue(finished.waiting(4, 5).render(0, 79).endsWith("1 of 5 agencies has finished"));
  }

  @Test
  void ofSeveralServersItNamesTheOneInUseWhereThereIsRoom() {
    BarLine half = BEGUN.stored(4_000, 250, 8, 7 * SECOND).at("b:1");

    assertEquals(
        " 25% [  ] 4,000 stored, 2,000/s, 8 in flight, 0:06 left, at b:1",
        half.render(7 * SECOND, 63));
    assertEquals(
        " 25% [===          ] 4,000 stored, 2,000/s, 0:06 left, at b:1",
        half.render(7 * SECOND, 61));
    assertEquals(" 25% [==       ] 4,000 stored, 2,000/s, 0:06 left", half.render(7 * SECOND, 49));
    assertEquals(
        "100% [==] 4,000 stored, 3 of 5 agencies have finished, at b:1",
        half.waiting(2, 5).render(7 * SECOND, 61));
    assertEquals(
        "100% [==] 3 of 5 agencies have finished, at b:1",
        half.waiting(2, 5).render(7 * SECOND, 47));
    BarLine later = half.stored(5_000, 300, 8, 8 * SECOND);
    assertTrue(later.render(8 * SECOND, 90).endsWith(", at b:1"));
    assertTrue(later.at("c:1").render(8 * SECOND, 90).endsWith(", at c:1"));
  }

  @Test
  void anEmptyFileIsReadAtOnce() {
    assertTrue(BarLine.before(0).stored(0, 0, 0, 0).render(SECOND, 79).startsWith("100% [==="));
  }

  @Test
  void whereColumnsAreFewTheLeastImportantWordsGoFirst() {
    BarLine half = BEGUN.stored(4_000, 250, 8, 7 * SECOND);

    assertEquals(
        " 25% [  ] 4,000 stored, 2,000/s, 8 in flight, 0:06 left", half.render(7 * SECOND, 55));
    assertEquals(
        " 25% [===         ] 4,000 stored, 2,000/s, 0:06 left", half.render(7 * SECOND, 52));
    assertEquals(" 25% [==        ] 4,000 stored, 0:06 left", half.render(7 * SECOND, 41));
    assertEquals(" 25% [=     ] 4,000 stored", half.render(7 * SECOND, 26));
    assertEquals(" 25% [==        ]", half.render(7 * SECOND, 17));
    assertEquals("25%", half.render(7 * SECOND, 8));
    assertEquals("2", half.render(7 * SECOND, 1));
    assertEquals("", half.render(7 * SECOND, 0));
  }

  @Test
  void whereColumnsAreFewItStillTellsHowManyAgenciesItWaitsFor() {
    BarLine waiting = BEGUN.stored(10_000, 1_000, 0, 9 * SECOND).waiting(2, 5);

    assertEquals("100% [==] 3 of 5 agencies have finished", waiting.render(0, 39));
    assertEquals("100% [========] 3 of 5 agencies", waiting.render(0, 31));
    assertEquals("100% [=====] 3 of 5", waiting.render(0, 19));
  }

  @Test
  void itNeverGoesPastTheLastColumn() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long bytes = random.nextLong(1L << 50);
      BarLine line =
          BarLine.before(bytes)
              .stored(0, 0, 0, 0)
              .stored(random.nextLong(1L << 40), random.nextLong(bytes + 1), 64, SECOND);
      line = random.nextBoolean() ? line : line.waiting(random.nextInt(999_999), 999_999);
      int columns = random.nextInt(-1, 100);
      String text = line.render(random.nextLong(1L << 60), columns);
      assertTrue(text.length() <= Math.max(columns, 0), "seed " + seed + ": " + text);
    }
  }
}
