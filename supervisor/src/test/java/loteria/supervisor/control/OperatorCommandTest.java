package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OperatorCommandTest {
  @Test
  void everyCommandIsWhatItsLineSays() throws UsageException {
    for (OperatorCommand command :
        List.of(
            new OperatorCommand.Status(),
            new OperatorCommand.Scale(6),
            new OperatorCommand.Reload(),
            new OperatorCommand.Drain(),
            new OperatorCommand.Stop(),
            new OperatorCommand.Close(3),
            new OperatorCommand.Open("next", null),
            new OperatorCommand.Open("next", Instant.parse("2026-12-25T00:00:00Z")),
            new OperatorCommand.Draws(),
            new OperatorCommand.Bets("30123456x"))) {
      assertEquals(command, OperatorCommand.parse(List.of(command.line().split(" "))));
    }
  }

  @Test
  void anUnknownCommandIsNamed() {
    String commands =
        " is not understood; commands are status, scale N, reload, drain, stop, close AGENCY,"
            + " close-intake, draw NUMBER, open NAME, draws, events, bets, verify, export, import"
            + " FOLDER and certificates, see --help";
    assertRefused("'dance'" + commands, "dance");
    assertRefused("''" + commands);
    assertRefused("'now' is not understood after stop", "stop", "now");
    assertRefused("scale needs one number, 1 to 256: how many workers", "scale");
    assertRefused("close needs one number, 1 to 999999: which agency", "close", "3", "4");
    assertRefused("scale: 'many' is no whole number", "scale", "many");
    assertRefused("scale: '0' is not from 1 to 256", "scale", "0");
    assertRefused("scale: '257' is not from 1 to 256", "scale", "257");
    assertRefused("draw needs one number, 0 to 9999: the one drawn", "draw");
    assertRefused("draw: '10000' is not from 0 to 9999", "draw", "10000");
    assertRefused("'now' is not understood after close-intake", "close-intake", "now");
    assertRefused("open needs one name: that of the next draw", "open");
    assertRefused(
        "open: '../up' is not 1 to 64 letters, digits, dots, dashes and underscores",
        "open",
        "../up");
    assertRefused("open: 'soon' is no date, time and offset from UTC", "open", "next", "soon");
    assertRefused("close: '-3' is not from 1 to 999999", "close", "-3");
    assertRefused("close: '1000000' is not from 1 to 999999", "close", "1000000");
  }

  @Test
  void aDocumentIsLettersAndDigits() {
    String why = " is not 1 to 20 letters and digits";
    assertRefused("bets needs one document", "bets");
    assertRefused("bets needs one document", "bets", "1", "2");
    assertRefused("--document ''" + why, "bets", "");
    assertRefused("--document '30.123.456'" + why, "bets", "30.123.456");
    assertRefused("--document '30123456ñ'" + why, "bets", "30123456ñ");
    assertRefused("--document '" + "1".repeat(21) + "'" + why, "bets", "1".repeat(21));
    assertRefused("--document '7 [2J\\u{202e}'" + why, "bets", "7\u001b[2J\u202e");
  }

  @Test
  void noRecordOfALookupHasTheDocument() {
    var bets = new OperatorCommand.Bets("30123456");
    assertEquals("bets 30123456", bets.line());
    assertEquals("bets", bets.onRecord());
    assertEquals("bets", bets.toString());
    assertEquals("draw 7", new OperatorCommand.Draw(7).onRecord());
  }

  private static void assertRefused(String why, String... words) {
    var refused = assertThrows(UsageException.class, () -> OperatorCommand.parse(List.of(words)));
    assertEquals(why, refused.getMessage());
  }
}
