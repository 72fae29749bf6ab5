package loteria.supervisor.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.row.AgencyId;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class CertificatesCommandTest {
  @TempDir private Path place;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                        | needs init, issue, revoke or list
          make DIR                  | 'make' is not one of
          init                      | use 'init DIR'
          init DIR DIR              | use 'init DIR'
          init DIR --days 3         | --days '3' is for issue
          init DIR --name a_b       | 'a_b' is neither a host name nor an IP address
          issue DIR                 | use 'issue DIR AGENCY'
          issue DIR 0               | '0' is not the number of an agency
          issue DIR 7 --days 0      | --days '0' is not from 1 to 3649
          issue DIR 7 --days 3650   | --days '3650' is not from 1 to 3649
          issue DIR 7 --days x      | --days 'x' is no whole number
          issue DIR 7 --name a      | --name 'a' is for init and for the server
          issue DIR server --days 826 | --days '826' is not from 1 to 825
          revoke DIR                | use 'revoke DIR AGENCY'
          revoke DIR 7 --days 3     | --days '3' is for issue
          list DIR 7                | use 'list DIR'
          list DIR --name a         | --name 'a' is for init and issue
          list DIR --port 1         | --port
          """)
  void wrongLineIsRefusedAndChangesNothing(String line, String why) {
    Path folder = place.resolve("authority");
    String[] args =
        line.isEmpty() ? new String[0] : line.replace("DIR", folder.toString()).split(" ", -1);

    UsageException refused = assertThrows(UsageException.class, () -> run(args));

    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
    assertTrue(Files.notExists(folder));
  }

  @Test
  void folderWithoutAnAuthorityIsNamed() throws Exception {
    assertEquals(ExitCode.FAILED, run("issue", place.toString(), "7"));
    assertTrue(text().startsWith("supervisor certificates: " + place + " has no"), text());
  }

  @Test
  void runtimeWithoutKeytoolIsNamed() {
    AuthorityException missing = assertThrows(AuthorityException.class, () -> Keytool.in(place));

    assertTrue(
        String.valueOf(missing.getMessage()).contains(place + "/bin/keytool: set JAVA_HOME"),
        text());
  }

  @Test
  void helpFitsATerminalAndNamesWhatItTakes() throws Exception {
    assertEquals(ExitCode.OK, run("--help"));
    String page = text();

    assertEquals(CertificatesCommand.help(), page);
    assertTrue(page.startsWith("supervisor certificates - "), page);
    for (String phrase :
        List.of("\nSYNOPSIS\n", "  --name HOSTS\n", "  --days N\n", "1 to " + AgencyId.MAX)) {
      assertTrue(page.contains(phrase), phrase + " in\n" + page);
    }
    assertTrue(page.contains("1 to " + (Authority.DAYS - 1) + " for an agency"), page);
    assertEquals(List.of(), page.lines().filter(each -> each.length() > 80).toList());
  }

  @Test
  void commandsToContinueWithCanBeCopiedIntoAShell() {
    String commands = new CommandText(Path.of("it's here")).startServer();

    assertTrue(commands.contains("--tls-key 'it'\\''s here/server-key.pem'"), commands);
    assertTrue(new CommandText(Path.of("año")).startServer().contains(" año/ca.pem"));
  }

  private ExitCode run(String... args) throws UsageException, InterruptedException {
    var to = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return CertificatesCommand.run(args, to, to);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
