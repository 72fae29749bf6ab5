package loteria.agency.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BarProgressTest {
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final AtomicInteger columns = new AtomicInteger(80);
  private final BarProgress progress =
      new BarProgress(new PrintStream(seen, true, UTF_8), 1_000, () -> 0, columns::get);

  @Test
  void beforeThereIsSomethingToShowNothingIsDrawn() {
    progress.close();

    assertEquals("", seen.toString(UTF_8));
  }

  @Test
  void itIsDrawnAgainWhileNothingHappens() {
    progress.stored(10, 100, 1);

    await().until(() -> drawn().size() >= 3);
    progress.close();
  }

  @Test
  void theLastDrawingIsOfTheEndAndTheNextLineIsFree() {
    progress.stored(10, 100, 1);
    progress.waiting(0, 5);
    progress.close();

    assertTrue(drawn().getLast().endsWith("] 10 stored, 5 of 5 agencies have finished"));
    assertTrue(seen.toString(UTF_8).endsWith("\n"));
  }

  @Test
  void aWindowThatIsMadeNarrowerHasAShorterLine() {
    progress.stored(10, 100, 1);
    await().until(() -> !drawn().isEmpty() && drawn().getLast().length() == 79);
    columns.set(30);
    await().until(() -> drawn().getLast().length() == 29);
    progress.close();
  }

  /** What each drawing shows, without what moves the cursor. */
  private List<String> drawn() {
    return seen.toString(UTF_8)
        .lines()
        .flatMap(line -> List.of(line.split("\r", -1)).stream())
        .map(text -> text.replaceAll("\u001b\\[[?0-9]*[A-Za-z]", ""))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
