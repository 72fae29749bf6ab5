package loteria.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines of another language, or of none, in folders whose names are not ASCII. */
@Timeout(120)
class LanguageTest {
  private static final List<String> BETS =
      List.of("Ana,Paz,1,1990-05-17,7574", "José,Núñez,2,1990-05-17,1");

  @TempDir Path folder;

  /** The language is set by JVM options: whether the machine has such a locale does not matter. */
  @Test
  void machineReadableOutputIsTheSameInEveryLanguage() {
    AtOnce.forEach(
        List.of("es-AR", "ar-EG", "tr-TR", "fa-IR", "th-TH"), this::assertOutputIsTheSameIn);
  }

  private void assertOutputIsTheSameIn(String tag) throws IOException {
    String data = "data-" + tag;
    var locale = Locale.forLanguageTag(tag);
    String language =
        "-Duser.language=" + locale.getLanguage() + " -Duser.country=" + locale.getCountry();
    List<String> arguments =
        List.of(
            "--port=0",
            "--workers=1",
            "--agencies=1",
            "--data=" + data,
            "--worker-java-options=-Xmx128m " + language);
    try (Program server =
        Program.start(folder, "supervisor", arguments, Map.of("JAVA_OPTS", language))) {
      var ready = server.awaitLine("action: ready \\| result: success \\| port: (\\d+)");
      int port = Integer.parseInt(ready.group(1));
      var client = new TextClient(port, 1);
      assertEquals("ACK,00000004,1,1\n", client.bet(1, BETS));
      assertTrue(client.bet(3, BETS).startsWith("ERR,0000"));
      assertEquals("ERR,00000033the first bytes are in no dialect", stray(port));
      assertEquals("WIN,000000011", client.fin());
      await("status tells of what is stored").until(() -> saysStatus(data, language));
      List<String> others =
          server.lines().stream().filter(line -> !line.matches("\\p{ASCII}*")).toList();
      assertEquals(List.of(), others);
    }
  }

  /** The status is sampled twice a second: so the first request may come too early. */
  private boolean saysStatus(String data, String language) {
    Path run = folder.resolve(data).resolve("default/run");
    try (Program status =
        Program.start(
            folder,
            "supervisor",
            List.of("status", "--run", run.toString()),
            Map.of("JAVA_OPTS", language))) {
      assertEquals(0, status.awaitExit());
      return status.lines().stream()
          .anyMatch(line -> line.matches("2 bets in 1 batches; [0-9,]+ bets/s.*"));
    }
  }

  /** As under cron, or in a container that sets no locale. */
  @Test
  void withoutALocaleFilesAndFoldersMayHaveAnyName() throws IOException {
    Path place = Files.createDirectory(folder.resolve("lotería"));
    Map<String, String> noLocale = Map.of("LC_ALL", "C");
    Path file = place.resolve("año.csv");
    Files.write(file, BETS);
    List<String> serve = new ArrayList<>(List.of("--port=0", "--workers=1", "--agencies=1"));
    serve.addAll(List.of("--data", place.resolve("datos ñ").toString()));
    try (Program server = Program.start(folder, "supervisor", serve, noLocale)) {
      var ready = server.awaitLine("action: ready \\| result: success \\| port: (\\d+)");
      List<String> send =
          List.of("--id=1", "--server=localhost:" + ready.group(1), "--file", file.toString());
      try (Program agency = Program.start(folder, "agency", send, noLocale)) {
        assertEquals(0, agency.awaitExit(), () -> String.join("\n", agency.lines()));
        assertEquals(List.of("winner: 1"), agency.lines("winner: "));
      }
    }
    Path stored = place.resolve("datos ñ/default/bets.csv");
    assertTrue(Files.readString(stored).contains("José,Núñez"), stored::toString);
  }

  @Test
  void installedWhereTheNameIsNotOfAsciiItRunsWithItsCaches() throws IOException {
    Path home = copyOfPrograms("ñandú");
    Script caches =
        Script.run(folder, Map.of("LC_ALL", "C"), home.resolve("lib/make-aot.sh").toString());
    assertEquals(0, caches.code(), caches.toString());
    assertTrue(Files.readString(home.resolve("lib/aot/made-for")).contains("ñandú"));
    Script version =
        Script.run(
            folder, Map.of("LC_ALL", "C"), home.resolve("bin/agency").toString(), "--version");
    assertEquals(0, version.code(), version.toString());
    assertTrue(version.printed().startsWith("agency "), version.toString());
  }

  @Test
  void pathWithAColonIsOneClearLine() throws IOException {
    Path home = copyOfPrograms("in:st");
    for (String program : List.of("bin/agency", "bin/supervisor", "lib/make-aot.sh")) {
      Script refused = Script.run(folder, Map.of(), home.resolve(program).toString(), "--version");
      assertEquals(2, refused.code(), refused.toString());
      assertEquals(1, refused.printed().lines().count(), refused.toString());
      assertTrue(refused.printed().contains("splits paths at colons"), refused.toString());
    }
  }

  private Path copyOfPrograms(String name) throws IOException {
    Path home = Files.createDirectory(folder.resolve(name));
    for (String part : List.of("bin", "lib", "conf")) {
      ShellCommand.run(
          folder, "cp", "-R", Script.DISTRIBUTION.resolve(part).toString(), home.toString());
    }
    ShellCommand.run(folder, "rm", "-rf", home.resolve("lib/aot").toString());
    return home;
  }

  private static String stray(int port) throws IOException {
    try (var socket = new Socket("localhost", port)) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
