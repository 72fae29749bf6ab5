package loteria.ipc.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HelpTextTest {
  private static final List<Setting> KNOWN =
      List.of(
          new Setting("port", "SERVER_PORT", "12345", "PORT", "where to listen"),
          new Setting("follow", "FOLLOW", "", "", "run on " + "and on ".repeat(12) + "for ever"),
          new Setting("grace", "", "10s", "TIME", "how long to close"),
          new Setting("help", "", "", "", "this text"));

  @Test
  void aPageHasItsSectionsAndEveryOptionInItsGroupIn80Columns() {
    assertEquals(
        """
        supervisor - the server

        SYNOPSIS
          supervisor [OPTION]...

        OPTIONS
          --port PORT [SERVER_PORT]
                  where to listen
                  Default: 12345
          --follow [FOLLOW]
                  run on and on and on and on and on and on and on and on and on and on
                  and on and on and on for ever

        TIMES
          --grace TIME
                  how long to close
                  Default: 10s
          --help
                  this text

        EXIT STATUS
          0  all is well
        """,
        new HelpText("supervisor", "the server")
            .section("SYNOPSIS", "supervisor [OPTION]...")
            .options(
                KNOWN,
                List.of(
                    new HelpText.Group("OPTIONS", "port"), new HelpText.Group("TIMES", "grace")))
            .section("EXIT STATUS", "0  all is well")
            .text());
  }
}
