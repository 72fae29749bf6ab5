package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServerPlaceTest {
  @TempDir private Path data;
  private ServerPlace place = new ServerPlace(Path.of(""), Path.of(""), Path.of(""));

  @BeforeEach
  void name() {
    place = at(data.resolve("navidad"));
  }

  @Test
  void whereTheFolderDoesNotExistThatIsSaidAndHowToStartAServer() throws Exception {
    String said = ask(place);

    assertTrue(
        said.startsWith(
            "supervisor: no server runs on " + place.folder() + ", which does not exist: start"),
        said);
    assertTrue(said.contains("`supervisor --data " + data + " --draw navidad`"), said);
  }

  @Test
  void aFolderWithBlanksIsOneWordToAShell() throws Exception {
    String said = ask(at(data.resolve("it's here/navidad")));

    assertTrue(said.contains("--data '" + data + "/it'\\''s here' --draw navidad`"), said);
  }

  @Test
  void whereAServerWasNoneRunsNow() throws Exception {
    Files.createDirectory(place.folder());
    Files.createFile(place.lock());

    String said = ask(place);

    assertTrue(said.startsWith("supervisor: no server runs on " + place.folder() + ": "), said);
  }

  @Test
  void aServerThatHasTheFolderAndCannotBeAskedYetIsStarting() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/locks")), "skipped: needs Linux");
    Files.createDirectory(place.folder());
    try (var file =
        FileChannel.open(place.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertEquals(ServerPlace.Lock.FREE, place.state());
      file.lock();
      assertEquals(ServerPlace.Lock.HELD, place.state());
      String said = ask(place);
      assertTrue(
          said.startsWith("supervisor: the server on " + place.folder() + " is starting or"), said);
    }
    assertEquals(ServerPlace.Lock.FREE, place.state());
  }

  @Test
  void aServerThatIsSilentIsNamed() {
    String why = place.whyNotAsked(new ServerNotRespondingException(Duration.ofMillis(100)));

    assertEquals(
        "the server on "
            + place.folder()
            + ": it is stopped or hung: nothing was heard of it for 100 ms",
        why);
  }

  @Test
  void anotherUserIsSentToTheServersOwn() {
    String why = place.whyNotAsked(new SocketException("Permission denied"));

    assertTrue(why.startsWith("this user may not ask the server at " + place.run()), why);
  }

  private static ServerPlace at(Path folder) {
    return new ServerPlace(folder, folder.resolve("supervisor.lock"), folder.resolve("run"));
  }

  /** What an operator reads. */
  private static String ask(ServerPlace place) throws Exception {
    var said = new ByteArrayOutputStream();
    try (var err = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      var operator = new Operator(place, null, false, false, System.out, err);
      assertEquals(ExitCode.FAILED, operator.ask(List.of("status")));
    }
    String line = said.toString(StandardCharsets.UTF_8);
    assertEquals(1, line.lines().count(), line);
    return line;
  }
}
