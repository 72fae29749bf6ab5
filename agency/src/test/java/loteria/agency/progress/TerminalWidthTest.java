package loteria.agency.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TerminalWidthTest {
  @Test
  void theColumnsAreTheSecondOfTheTwoNumbers() {
    assertEquals(30, Terminal.columns("24 30\n"));
  }

  @Test
  void aWidthThatNobodyKnowsIsThatOfMostTerminals() {
    for (String size : new String[] {"", "0 0", "24", "24 many", "24 -1", "stty: no such thing"}) {
      assertEquals(80, Terminal.columns(size), size);
    }
    assertEquals(80, new Terminal(System::nanoTime, "/there/is/no/stty").getAsInt());
  }

  @Test
  void onADumbTerminalNothingIsDrawnAgain() {
    assertTrue(Terminal.canRedraw(Map.of("TERM", "xterm")));
    assertFalse(Terminal.canRedraw(Map.of("TERM", "dumb")));
    assertFalse(Terminal.canRedraw(Map.of("TERM", "")));
    assertFalse(Terminal.canRedraw(Map.of()));
  }
}
