package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class BackoffTest {
  @Test
  void theCeilingDoublesFromFiftyMillisecondsToTwoSeconds() {
    long[] ceilings =
        IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 1_000_000)
            .mapToLong(failures -> Backoff.delay(failures, Math.nextDown(1.0)).toMillis() + 1)
            .toArray();

    assertEquals("50 100 200 400 800 1600 2000 2000 2000", joined(ceilings));
  }

  @Test
  void theDelayIsAnythingUpToTheCeiling() {
    assertEquals(Duration.ZERO, Backoff.delay(9, 0));
    assertEquals(Duration.ofMillis(500), Backoff.delay(9, 0.25));
  }

  @Test
  void theFirstFailuresAreLoggedAndThenFewer() {
    assertEquals(
        "1 2 3 4 8 16 32 64",
        joined(IntStream.rangeClosed(1, 100).filter(Backoff::isLogged).asLongStream().toArray()));
  }

  private static String joined(long[] numbers) {
    var text = new StringBuilder();
    for (long number : numbers) {
      text.append(text.isEmpty() ? "" : " ").append(number);
    }
    return text.toString();
  }
}
