package loteria.supervisor.events;

import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.format.DateTimeParseException;
import java.util.List;
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
    var text = new StringBuilder();
    events.forEach(event -> text.append(Json.of(event)).append('\n'));
    try (FileChannel channel = open()) {
      if (channel.size() > 0 && !endsWithLine(channel)) {
        text.insert(0, '\n');
      }
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
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
