package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EffectiveSettingsTest {
  @TempDir Path folder;

  @Test
  void aBadValueIsOneClearLineAndNothingIsStarted() {
    assertRefused("--workers 'many' is no whole number", "--workers", "many");
    assertRefused("--port '70000' is not from 0 to 65535", "--port", "70000");
    assertRefused("--winning-number '10000' is not from 0 to 9999", "--winning-number", "10000");
    assertRefused("--log-level 'LOUD' is none of", "--log-level", "LOUD");
    assertRefused("--frame-timeout '30' is no time such as", "--frame-timeout", "30");
    assertRefused("--draw '../up' is not", "--draw", "../up");
    assertRefused("Unrecognized option: --wrokers", "--wrokers", "4");
    assertRefused("'start' is not understood", "start");
  }

  @Test
  void flagBeforeEnvironmentBeforeFileBeforeDefault() throws IOException {
    Path config = folder.resolve("loteria.properties");
    Files.writeString(config, "workers=3\nagencies=7\nSERVER_PORT = 0\nwinning-number=1234\n");
    try (Program program =
        Program.start(
            folder,
            "supervisor",
            List.of("--config", config.toString(), "--workers", "1", "--data", "here"),
            Map.of("SERVER_WORKERS", "2", "SERVER_AGENCIES", "6"))) {
      program.awaitLine(
          "action: config \\| result: success \\| workers: 1 \\| port: 0 \\| .*"
              + "agencies: 6 \\| winning_number: hidden \\| data: here");
      program.awaitLine("action: ready");
      program.terminate();
      assertEquals(0, program.awaitExit());
    }
  }

  @Test
  void aTakenPortIsReportedAndLeavesNothingBehind() throws IOException {
    try (var taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      try (Program program = Program.start(folder, "supervisor", List.of("--port", port))) {
        assertEquals(14, program.awaitExit());
        program.awaitLine("action: listen \\| result: fail \\| port: " + port);
        assertEquals(List.of(), program.lines("worker_start"));
      }
    }
  }

  @Test
  void dataUsedByAnotherSupervisorIsReported() {
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        Program second =
            Program.start(
                folder,
                "supervisor",
                List.of("--port", "0", "--data", folder.resolve("data").toString()))) {
      assertEquals(12, second.awaitExit());
      second.awaitLine("another supervisor uses it");
      assertTrue(server.program().isAlive());
    }
  }

  @Test
  void pingIsAnsweredToAPerson() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 1, 1);
        var socket = new Socket("localhost", server.port())) {
      socket.getOutputStream().write("PING hola\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals(
          "PONG hola\n",
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void versionAndHelpNeedNoServer() {
    for (String name : List.of("supervisor", "agency")) {
      try (Program version = Program.start(folder, name, List.of("--version"));
          Program help = Program.start(folder, name, List.of("--help"))) {
        assertEquals(0, version.awaitExit());
        version.awaitLine("^" + name + " \\d+\\.\\d+\\.\\d+$");
        assertEquals(0, help.awaitExit());
        help.awaitLine("^" + name + " - ");
      }
    }
  }

  private void assertRefused(String line, String... arguments) {
    try (Program program = Program.start(folder, "supervisor", List.of(arguments))) {
      assertEquals(2, program.awaitExit());
      assertEquals(1, program.lines().size(), () -> String.join("\n", program.lines()));
      assertTrue(program.lines().getFirst().contains(line), () -> program.lines().getFirst());
    }
  }
}
