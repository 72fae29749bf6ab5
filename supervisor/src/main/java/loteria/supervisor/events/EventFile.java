package loteria.supervisor.events;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.supervisor.status.Event;
import loteria.supervisor.status.Json;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code events.jsonl}: an event a line, as JSON, in order. It is only appended to; a line
 * that a crash interrupted is not an event.
 */
public final class EventFile {
  private final Path path;
  private final FileAccess access;

  /**
   * @param folder the draw's
   * @param access who may use the file if it is created
   */
  public EventFile(Path folder, FileAccess access) {
    this.path = folder.resolve(DrawLayout.EVENTS);
    this.access = access;
  }

  /** Creates the file if there is none. */
  void make() throws IOException {
    open().close();
  }

  /** Appends events; returns once they are on disk. */
  void append(List<Event> events) throws IOException {
    var text = new StringWriter();
    try (FileChannel channel = open()) {
      if (channel.size() > 0 && !endsWithLine(channel)) {
        text.write('\n');
      }
      for (Event event : events) {
        write(event, text);
      }
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Writes what {@link Json} would, field by field: to look at a class for its fields takes a
   * server 10 ms of its start.
   */
  private static void write(Event event, Writer out) throws IOException {
    var json = new JsonWriter(out);
    json.beginObject();
    json.name("at").value(event.at().toString());
    json.name("user").value(event.user());
    json.name("action").value(event.action());
    json.name("result").value(event.result());
    json.name("details").beginObject();
    for (Map.Entry<String, String> detail : event.details().entrySet()) {
      json.name(detail.getKey()).value(detail.getValue());
    }
    json.endObject();
    json.endObject();
    out.write('\n');
  }

  private FileChannel open() throws IOException {
    return Files.exists(path)
        ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : access.create(path);
  }

  private static boolean endsWithLine(FileChannel channel) throws IOException {
    var last = ByteBuffer.allocate(1);
    channel.read(last, channel.size() - 1);
    return last.get(0) == '\n';
  }

  /**
   * Gives all events, in order; none where there is no file.
   *
   * @param interrupted is given the number of each line that is no event
   */
  public void read(Consumer<Event> event, Consumer<Integer> interrupted) throws IOException {
    // Lenient: a crash may have cut a character.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Event read = event(line);
        if (read != null) {
          event.accept(read);
        } else if (!line.isEmpty()) {
          interrupted.accept(number);
        }
        number++;
      }
    } catch (NoSuchFileException _) {
      // Nothing has happened yet.
    }
  }

  private static @Nullable Event event(String line) {
    try {
      Event read = line.isEmpty() ? null : Json.read(line, Event.class);
      boolean isWhole =
          read != null && read.at() != null && read.action() != null && read.details() != null;
      return isWhole ? read : null;
    } catch (JsonParseException | DateTimeParseException _) {
      return null;
    }
  }
}
