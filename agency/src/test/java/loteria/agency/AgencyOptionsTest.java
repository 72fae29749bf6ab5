package loteria.agency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loteria.agency.source.Batching;
import loteria.agency.source.SingleBet;
import loteria.agency.submit.OnRefused;
import loteria.agency.submit.ServerAddress;
import loteria.agency.submit.Servers;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.AgencyId;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class AgencyOptionsTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path file;

  @BeforeEach
  void create() throws Exception {
    file = Files.createFile(folder.resolve("bets.csv"));
  }

  @Test
  void anOptionThatIsNotGivenHasItsDefault() throws Exception {
    AgencyOptions options = options("--id=3", "--file=" + file);

    assertEquals(
        new Servers(
            List.of(new ServerAddress("localhost", 12345)),
            new AgencyId(3),
            "",
            Duration.ofMinutes(5),
            null),
        options.servers());
    assertEquals(new AgencyOptions.Job.OfFile(file), options.job());
    assertEquals(new Batching(0, 8192, 8), options.batching());
    assertEquals("INFO", options.logLevel());
  }

  @Test
  void whetherToWaitForRefusedRowsIsSaid() throws Exception {
    assertEquals(OnRefused.FINISH, options("--id=3", "--file=" + file).onRefused());
    assertEquals(
        OnRefused.WAIT, options("--id=3", "--file=" + file, "--on-refused=wait").onRefused());
    environment.put("CLI_ON_REFUSED", "never");
    var wrong = assertThrows(UsageException.class, () -> options("--id=3", "--file=" + file));
    assertEquals("--on-refused 'never' is neither finish nor wait", wrong.getMessage());
  }

  @Test
  void groupMayReadTheListOnlyIfThatIsAskedFor() throws Exception {
    assertEquals(FileAccess.OWNER, options("--id=3", "--file=" + file).access());
    assertEquals(
        FileAccess.GROUP_READABLE,
        options("--id=3", "--file=" + file, "--group-readable").access());
    environment.put("CLI_GROUP_READABLE", "true");
    assertEquals(FileAccess.GROUP_READABLE, options("--id=3", "--file=" + file).access());
    environment.put("CLI_GROUP_READABLE", "1");
    var wrong = assertThrows(UsageException.class, () -> options("--id=3", "--file=" + file));
    assertEquals("--group-readable '1' is neither true nor false", wrong.getMessage());
  }

  @Test
  void whatCannotBeAFileNameIsOneLine() {
    var wrong = assertThrows(UsageException.class, () -> options("--id=3", "--file=a\0b"));
    assertEquals(
        "--file 'a\0b' is no file name in this locale (try LC_ALL=C.UTF-8):"
            + " Nul character not allowed",
        wrong.getMessage());
  }

  @Test
  void theEnvironmentSpeaksTheExercisesNames() throws Exception {
    environment.put("CLI_ID", "4");
    environment.put("CLI_SERVER_ADDRESS", "server:9");
    environment.put("CLI_LOG_LEVEL", "debug");
    environment.put("CLI_BATCH_MAXAMOUNT", "135");
    environment.put("CLI_FILE", file.toString());

    AgencyOptions options = options("--server", "[::1]:12");

    assertEquals(List.of(new ServerAddress("::1", 12)), options.servers().addresses());
    assertEquals(new AgencyId(4), options.servers().agency());
    assertEquals(135, options.batching().rowsMax());
    assertEquals("DEBUG", options.logLevel());
  }

  @Test
  void severalServersMayBeGivenWhereverOneMay() throws Exception {
    List<ServerAddress> three =
        List.of(
            new ServerAddress("a.example", 1),
            new ServerAddress("127.0.0.1", 1),
            new ServerAddress("::1", 65_535));

    assertEquals(three, servers("--server=a.example:1,127.0.0.1:1,[::1]:65535"));
    assertEquals(three, servers("--server", " a.example:1, 127.0.0.1:1 ,\t[::1]:65535 "));
    environment.put("CLI_SERVER_ADDRESS", "a.example:1,127.0.0.1:1,[::1]:65535");
    assertEquals(three, servers());
    environment.clear();
    Path config =
        Files.writeString(
            folder.resolve("agency.properties"), "server = a.example:1,127.0.0.1:1,[::1]:65535\n");
    assertEquals(three, servers("--config=" + config));
  }

  @Test
  void anIpv6AddressMayHaveAZoneAndNeedsNoBrackets() throws Exception {
    assertEquals(
        List.of(new ServerAddress("fe80::1%nowhere", 1), new ServerAddress("::1", 12)),
        servers("--server=[fe80::1%nowhere]:1,::1:12"));
  }

  @Test
  void aBadElementOfAListOfServersIsNamed() {
    assertServerRefused("a:1,b", "has 'b', which is not HOST:PORT");
    assertServerRefused("a:1,:2", "has ':2', which is not HOST:PORT");
    assertServerRefused("a:1,b:0", "has 'b:0', which is not HOST:PORT");
    assertServerRefused("a:1,b:65536", "has 'b:65536', which is not HOST:PORT");
    assertServerRefused("a:1 b:2,c:3", "has 'a:1 b:2', which is not HOST:PORT");
    assertServerRefused("a:1,[::1]", "has '[::1]', which is not HOST:PORT");
    assertServerRefused("a:1,[::1:2", "has '[::1:2', which is not HOST:PORT");
    assertServerRefused("a:1,fe80::1", "has 'fe80::1', which is not HOST:PORT");
    assertServerRefused("a:1,", "has an empty address, number 2 of 2");
    assertServerRefused(",a:1", "has an empty address, number 1 of 2");
    assertServerRefused("a:1, ,b:2", "has an empty address, number 2 of 3");
    assertServerRefused("a:1,b:2,A:1", "has 'A:1' twice");
    assertServerRefused("[::1]:1,::1:1", "has '::1:1' twice");
    assertServerRefused("a:1;b:2", "is not HOST:PORT");
    assertServerRefused("", "is not HOST:PORT");
  }

  @Test
  void withoutAFileTheEnvironmentsBetIsTheJob() throws Exception {
    environment.putAll(
        Map.of("NOMBRE", "Ana", "APELLIDO", "Paz", "DOCUMENTO", "1", "NACIMIENTO", "2000-01-01"));
    environment.put("NUMERO", "5");

    assertEquals(
        new AgencyOptions.Job.OfSingleBet(new SingleBet("Ana", "Paz", "1", "2000-01-01", "5")),
        options("--id=1").job());
  }

  @Test
  void aBadValueIsNamed() {
    assertRefused("--id (or CLI_ID) is missing: which agency is this?");
    assertRefused("--id 'x' is no whole number", "--id=x");
    assertRefused("--server 'localhost' is not HOST:PORT", "--id=1", "--server=localhost");
    assertRefused("--server 'h:99999' is not HOST:PORT", "--id=1", "--server=h:99999");
    assertRefused(
        "--server 'http://localhost:1' is not HOST:PORT", "--id=1", "--server=http://localhost:1");
    assertRefused("--server 'a b:1' is not HOST:PORT", "--id=1", "--server=a b:1");
    assertRefused("--window '65' is not from 1 to 64", "--id=1", "--window=65");
    assertRefused("--batch-bytes '100' is not from 875 to 1048576", "--id=1", "--batch-bytes=100");
    assertRefused("--file '/nowhere' is no file that can be read", "--id=1", "--file=/nowhere");
    assertRefused(
        "'stray' is not understood; the commands are generate and check, see --help",
        "--id=1",
        "stray");
    assertRefused(
        "--give-up-after 'soon' is no time such as 250ms, 10s, 5m or 1h",
        "--id=1",
        "--give-up-after=soon");
    for (String time : List.of("0s", "0ms", "1001h", "999999999h")) {
      assertRefused(
          "--give-up-after '" + time + "' is not from 1 ms to 1000 h",
          "--id=1",
          "--give-up-after=" + time);
    }
    assertRefused(
        "--log-level 'LOUD' is none of TRACE, DEBUG, INFO, WARN, ERROR, OFF",
        "--id=1",
        "--file=" + file,
        "--log-level=LOUD");
  }

  @Test
  void withNothingToSendWhatIsMissingIsNamed() {
    environment.put("NOMBRE", "Ana");

    assertRefused(
        "nothing to send: --file (or CLI_FILE) is missing, and for a single bet"
            + " APELLIDO, DOCUMENTO, NACIMIENTO, NUMERO",
        "--id=1");
  }

  private List<ServerAddress> servers(String... args) throws UsageException {
    return options(
            Stream.concat(Stream.of("--id=1", "--file=" + file), Stream.of(args))
                .toArray(String[]::new))
        .servers()
        .addresses();
  }

  private void assertServerRefused(String servers, String why) {
    assertRefused("--server '" + servers + "' " + why, "--id=1", "--server=" + servers);
  }

  private void assertRefused(String message, String... args) {
    assertEquals(message, assertThrows(UsageException.class, () -> options(args)).getMessage());
  }

  private AgencyOptions options(String... args) throws UsageException {
    return AgencyOptions.of(Settings.read(AgencyOptions.KNOWN, args, environment), environment);
  }
}
