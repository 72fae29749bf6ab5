package loteria.agency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Settings;
import loteria.ipc.text.Excerpt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class NextStepTest {
  private static final Map<String, String> BET =
      Map.of(
          "NOMBRE", "Ana",
          "APELLIDO", "Paz",
          "DOCUMENTO", "1",
          "NACIMIENTO", "1990-05-17",
          "NUMERO", "7574");

  @TempDir Path folder;

  @Test
  void everyExitOfAnAgencySaysWhatToDoAndNoneIsCutOff() throws Exception {
    for (ExitCode exit :
        List.of(
            ExitCode.FAILED,
            ExitCode.ROWS_REFUSED,
            ExitCode.GAVE_UP,
            ExitCode.SERVER_REFUSED,
            ExitCode.SUPERSEDED,
            ExitCode.TOO_LATE)) {
      String next = NextStep.after(exit, ofFile(), false);
      assertTrue(next.contains(exit == ExitCode.ROWS_REFUSED ? "look at " : "start"), next);
      assertEquals(next, Excerpt.of(next));
    }
  }

  @Test
  void whoGaveUpIsSentToTheServerThatItTried() throws Exception {
    assertTrue(NextStep.after(ExitCode.GAVE_UP, ofFile(), false).contains("lottery.example:4711"));
  }

  @Test
  void whoGaveUpOnSeveralServersIsSentToAnyOfThem() throws Exception {
    var list = new StringBuilder("a:1");
    for (int i = 2; i < 100; i++) {
      list.append(",server-").append(i).append(".lottery.example:12345");
    }
    Path config =
        Files.writeString(folder.resolve("agency.properties"), "id = 1\nserver = " + list + "\n");
    Map<String, String> environment = new HashMap<>(BET);
    environment.put("CLI_CONFIG", config.toString());
    AgencyOptions options =
        AgencyOptions.of(
            Settings.read(AgencyOptions.KNOWN, new String[0], environment), environment);

    assertTrue(
        NextStep.after(ExitCode.GAVE_UP, options, false)
            .startsWith("see that one of the servers of --server runs (there: supervisor status)"));
  }

  @Test
  void refusedRowsAreForAnotherDrawUnlessTheAgencyWaitsForThem() throws Exception {
    String list = "look at " + folder.resolve("bets.csv") + ".rejected.csv";
    String finished = NextStep.after(ExitCode.ROWS_REFUSED, ofFile(), true);
    String waiting = NextStep.after(ExitCode.ROWS_REFUSED, ofFile("--on-refused=wait"), false);
    String closed = NextStep.after(ExitCode.ROWS_REFUSED, ofFile("--on-refused=wait"), true);

    assertTrue(finished.startsWith(list + ", and correct these rows for another draw"), finished);
    assertTrue(finished.contains("--on-refused wait"), finished);
    assertTrue(waiting.startsWith(list + ", correct these rows in the file and start"), waiting);
    assertTrue(closed.startsWith(list + ", and correct these rows for another draw"), closed);
    assertFalse(closed.contains("--on-refused"), closed);
  }

  @Test
  void lateBetsAreForAnotherDraw() throws Exception {
    String list = "look at " + folder.resolve("bets.csv") + ".late.csv";
    String next = NextStep.after(ExitCode.TOO_LATE, ofFile(), false);

    assertTrue(next.startsWith(list + ": these bets are for another draw"), next);
    assertTrue(
        NextStep.after(ExitCode.TOO_LATE, options(BET), false)
            .startsWith("the bet is for another"));
  }

  @Test
  void aRefusedBetIsCorrectedWhereItIs() throws Exception {
    assertTrue(NextStep.after(ExitCode.ROWS_REFUSED, options(BET), false).contains("NOMBRE"));
  }

  private AgencyOptions ofFile(String... more) throws Exception {
    Path file = folder.resolve("bets.csv");
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
    return options(
        Map.of(),
        Stream.concat(Stream.of("--file=" + file), Stream.of(more)).toArray(String[]::new));
  }

  private static AgencyOptions options(Map<String, String> environment, String... more)
      throws Exception {
    String[] args = new String[more.length + 2];
    args[0] = "--id=1";
    args[1] = "--server=lottery.example:4711";
    System.arraycopy(more, 0, args, 2, more.length);
    return AgencyOptions.of(Settings.read(AgencyOptions.KNOWN, args, environment), environment);
  }
}
