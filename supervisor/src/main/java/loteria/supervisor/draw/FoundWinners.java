package loteria.supervisor.draw;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage.Winner;
import loteria.ipc.row.WinnerLines;
import org.jspecify.annotations.Nullable;

/**
 * The winners that workers find, kept in an unnamed file until all are found: only those of one
 * message are in memory. Safe for use by several threads.
 *
 * <pre>
 *   file:  | range 2, part 1 | range 1, part 1 | range 1, part 2 | range 2, part 2 | ...
 * </pre>
 */
final class FoundWinners implements AutoCloseable {
  private final FileChannel file;

  /** The places of what was found in each range, in order. Guarded by this, as is all below. */
  private final List<List<Part>> ranges = new ArrayList<>();

  private long end;
  private @Nullable IOException failure;

  private record Part(long from, long to) {}

  private FoundWinners(FileChannel file, int ranges) {
    this.file = file;
    for (int range = 0; range < ranges; range++) {
      this.ranges.add(new ArrayList<>());
    }
  }

  /**
   * Opens a file for the winners of this many ranges.
   *
   * @param folder on a disk with room for it
   */
  static FoundWinners in(Path folder, int ranges) throws IOException {
    Path name = folder.resolve(DrawLayout.WINNERS_FOUND);
    FileChannel file = FileAccess.OWNER.create(name);
    try {
      // Deleted already, so that nothing is left of it in whatever way this process ends.
      Files.delete(name);
      return new FoundWinners(file, ranges);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Keeps the next winners of a range. A failure is kept too, and {@link #check} throws it. */
  synchronized void add(int range, List<Winner> winners) {
    var lines = new ByteArrayOutputStream();
    for (Winner winner : winners) {
      lines.writeBytes(WinnerLines.line(winner.agency(), winner.document()));
    }
    try {
      check();
      var bytes = ByteBuffer.wrap(lines.toByteArray());
      while (bytes.hasRemaining()) {
        file.write(bytes, end + bytes.position());
      }
      ranges.get(range).add(new Part(end, end + bytes.limit()));
      end += bytes.limit();
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Forgets the winners of a range: it will be scanned again. */
  synchronized void forget(int range) {
    ranges.get(range).clear();
  }

  /**
   * Checks that all winners have been kept.
   *
   * @throws IOException if they have not
   */
  synchronized void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Visits all winners, in the order in which their bets were stored. */
  synchronized void visit(WinnerLines.Visitor visitor) throws IOException {
    for (List<Part> range : ranges) {
      for (Part part : range) {
        WinnerLines.visit(file::read, part.from(), part.to(), visitor);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
