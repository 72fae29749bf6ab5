package loteria.supervisor.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.status.Event;
import loteria.supervisor.status.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventFileTest {
  private static final Instant AT = Instant.parse("2026-12-24T21:00:00.123Z");

  @TempDir Path folder;

  @Test
  void eventsComeBackInOrderAndALineThatACrashInterruptedIsNone() throws IOException {
    EventFile file = file();
    Event draw = event("operator", "ana", Map.of("command", "draw 12"));
    Event odd = event("worker_exit", null, Map.of("cause", "a \"quote\", a comma\nand a line"));
    file.append(List.of(draw));
    byte[] cut = "{\"at\":\"2026-12-24T21:00:00Z\",\"details\":{\"a\":\"1\"}".getBytes(UTF_8);
    Files.write(path(), cut, StandardOpenOption.APPEND);
    Files.write(path(), new byte[] {(byte) 0xe2, (byte) 0x80}, StandardOpenOption.APPEND);
    file.append(List.of(odd));
    List<Event> read = new ArrayList<>();
    List<Integer> interrupted = new ArrayList<>();
    file.read(read::add, interrupted::add);
    assertEquals(List.of(draw, odd), read);
    assertEquals(List.of(2), interrupted);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
  }

  @Test
  void aLineIsTheEventAsJson() throws IOException {
    Event nobodys = event("seal", null, Map.of("sha256", "<& \u2028 \"\\\n é"));
    Event anas = event("operator", "ana", Map.of());
    file().append(List.of(nobodys, anas));
    assertEquals(List.of(Json.of(nobodys), Json.of(anas)), Files.readAllLines(path()));
  }

  @Test
  void onlySomeActionsAreOnRecordAndWithoutTheLogLevel() throws IOException {
    var log = new ActionLog(EventFileTest.class);
    try (var events = new EventLog(file(), Clock.systemUTC())) {
      events.start();
      log.success("operator", "user", "ana", "command", "draw 12");
      log.success("apuesta_recibida", "cantidad", 3);
      log.warn("worker_exit", "worker", 2);
      assertEquals(
          List.of("operator", "worker_exit"), events.newest().stream().map(Event::action).toList());
      assertEquals("ana", events.newest().getFirst().user());
      assertEquals(Map.of("command", "draw 12"), events.newest().getFirst().details());
    }
    log.warn("worker_exit", "worker", 3);
    List<Event> read = new ArrayList<>();
    file().read(read::add, _ -> {});
    assertEquals(2, read.size(), read::toString);
  }

  /** What a peer can cause again and again does not fill the disk. */
  @Test
  void refusalsAreBounded() throws IOException {
    var log = new ActionLog(EventFileTest.class);
    try (var events = new EventLog(file(), Clock.systemUTC())) {
      events.start();
      for (int i = 0; i < 1000; i++) {
        log.warn("certificate_refused", "agency", i);
      }
    }
    long lines;
    try (var all = Files.lines(path())) {
      lines = all.count();
    }
    assertTrue(lines >= 20 && lines < 100, lines + " lines");
  }

  private EventFile file() {
    return new EventFile(folder, FileAccess.OWNER);
  }

  private Path path() {
    return folder.resolve("events.jsonl");
  }

  private static Event event(String action, @Nullable String user, Map<String, String> details) {
    return new Event(AT, user, action, "success", details);
  }
}
