package loteria.brokers.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The notes of how much of each segment is on the disk: a line for each force, {@code SIZE PATH}. A
 * broker that is killed between a force and its note loses what it has acknowledged to nobody.
 *
 * <p>Segments only: Kafka forces its small files when it replaces them, and makes indexes again
 * from the segments after an end that was not in order.
 */
final class ForcedSizes {
  private static final String SEGMENT = ".log";

  private final Path file;

  ForcedSizes(Path file) {
    this.file = file;
  }

  /** Opens the notes for {@link #line}s to be appended, each by one write. */
  FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static ByteBuffer line(Path segment, long size) {
    return StandardCharsets.UTF_8.encode(size + " " + segment.toAbsolutePath() + "\n");
  }

  /** Cuts each segment to its forced size; returns how many bytes that were. */
  long truncateAll(Path logs) throws IOException {
    Map<Path, Long> sizes = read();
    rewrite(sizes);
    try (Stream<Path> files = Files.walk(logs)) {
      return files
          .filter(path -> path.toString().endsWith(SEGMENT))
          .mapToLong(path -> truncate(path, sizes.getOrDefault(path.toAbsolutePath(), 0L)))
          .sum();
    }
  }

  private Map<Path, Long> read() throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      sizes.put(Path.of(words[1]), Long.parseLong(words[0]));
    }
    return sizes;
  }

  /** A line for each segment is enough: after many rounds there are many forces. */
  private void rewrite(Map<Path, Long> sizes) throws IOException {
    List<String> lines = new ArrayList<>();
    sizes.forEach((segment, size) -> lines.add(size + " " + segment));
    Files.write(file, lines);
  }

  private static long truncate(Path segment, long size) {
    try (var channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      long more = channel.size() - size;
      channel.truncate(size);
      return Math.max(0, more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
