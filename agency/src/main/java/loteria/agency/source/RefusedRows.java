package loteria.agency.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import loteria.ipc.bet.RowWriter;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that were refused, here or by the server: kept beside it in {@code
 * FILE.rejected.csv}, one line each: the line number, why, and the fields as they were.
 *
 * <p>Only ever appended to, so that a run that was killed loses nothing; a line cut off half-way by
 * a crash is cut away. Which rows were refused decides where an agency goes on after a crash, so
 * {@link #force} comes before any row after them is sent. The file is there only once a row was
 * refused. Used by one thread.
 */
public final class RefusedRows implements AutoCloseable {
  private final Path path;
  private final BitSet lines = new BitSet();
  private final RowWriter row = new RowWriter(256);

  private @Nullable FileChannel channel;
  private long end;
  private boolean unforced;

  private RefusedRows(Path path) {
    this.path = path;
  }

  /** Opens the list that belongs to a file, with what a run before has noted. */
  public static RefusedRows of(Path file) throws IOException {
    var refused = new RefusedRows(file.resolveSibling(file.getFileName() + ".rejected.csv"));
    if (Files.exists(refused.path)) {
      refused.load();
      refused.cutTornLine();
    }
    return refused;
  }

  /** Where the list is. */
  public Path path() {
    return path;
  }

  /** Whether the row of this line is on the list. */
  public boolean contains(long line) {
    return lines.get(Math.toIntExact(line));
  }

  /** How many rows are on the list. */
  public int count() {
    return lines.cardinality();
  }

  /** Puts a row on the list. */
  public void add(long line, String reason, List<String> fields) throws IOException {
    String[] columns = new String[fields.size() + 2];
    columns[0] = Long.toString(line);
    columns[1] = reason;
    for (int i = 0; i < fields.size(); i++) {
      columns[i + 2] = fields.get(i).replace('\r', ' ').replace('\n', ' ');
    }
    row.truncate(0);
    row.write(columns);
    var bytes = ByteBuffer.wrap(row.bytes(), 0, row.size());
    FileChannel opened = opened();
    while (bytes.hasRemaining()) {
      end += opened.write(bytes, end);
    }
    lines.set(Math.toIntExact(line));
    unforced = true;
  }

  /** Returns once every row on the list is on disk. */
  public void force() throws IOException {
    if (unforced) {
      opened().force(true);
      unforced = false;
    }
  }

  /** Empties the list: the server has nothing of this file, so every row gets a new chance. */
  public void clear() throws IOException {
    close();
    Files.deleteIfExists(path);
    lines.clear();
    end = 0;
    unforced = false;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      force();
      channel.close();
      channel = null;
    }
  }

  private FileChannel opened() throws IOException {
    if (channel != null) {
      return channel;
    }
    boolean isNew = !Files.exists(path);
    var opened = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel = opened;
    opened.truncate(end);
    if (isNew) {
      forceFolder();
    }
    return opened;
  }

  /** A new file is only there after a crash if its folder was forced. */
  private void forceFolder() throws IOException {
    try (var folder = FileChannel.open(path.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  private void cutTornLine() throws IOException {
    if (Files.size(path) > end) {
      opened();
      unforced = true;
    }
  }

  private void load() throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 64 << 10)) {
      long at = 0;
      int line = 0;
      boolean inNumber = true;
      for (int b = bytes.read(); b >= 0; b = bytes.read()) {
        at++;
        if (b == '\n') {
          lines.set(line);
          end = at;
          line = 0;
          inNumber = true;
        } else if (inNumber && b >= '0' && b <= '9' && line < Integer.MAX_VALUE / 10) {
          line = line * 10 + (b - '0');
        } else {
          inNumber = false;
        }
      }
    }
    lines.clear(0);
  }
}
