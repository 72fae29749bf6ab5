package loteria.agency.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.RowWriter;
import org.jspecify.annotations.Nullable;

/**
 * The list of a file's refused rows, by this program or by the server: kept beside the file in
 * {@code FILE.rejected.csv}, one line each: the line number, why, and the fields as they were.
 *
 * <p>It is only appended to, so that a run that is killed loses nothing; an incomplete last line
 * after a crash is cut off. The list decides where an agency continues after a crash, so {@link
 * #force} comes before any later row is sent. The list is created with the first refused row. This
 * run's own refusals are only counted: it reads each line once. Used by one thread.
 */
public final class RefusedRows implements AutoCloseable {
  private final Path path;
  private final FileAccess access;
  private final RowWriter row = new RowWriter(256);

  /** The entries of earlier runs. */
  private Refusals known = new Refusals();

  private long count;
  private @Nullable FileChannel channel;
  private long end;
  private long endBefore;
  private boolean unforced;

  private RefusedRows(Path path, FileAccess access) {
    this.path = path;
    this.access = access;
  }

  /**
   * Opens the list of a file, with the entries of earlier runs.
   *
   * @param access who may use a new list
   */
  public static RefusedRows of(Path file, FileAccess access) throws IOException {
    var refused =
        new RefusedRows(file.resolveSibling(file.getFileName() + ".rejected.csv"), access);
    if (Files.exists(refused.path)) {
      refused.load();
    }
    return refused;
  }

  /** Reads the list again: this run's entries count as those of earlier runs from now on. */
  void reload() throws IOException {
    close();
    known = new Refusals();
    count = 0;
    end = 0;
    endBefore = 0;
    if (Files.exists(path)) {
      load();
    }
  }

  /** Who may use what is created beside the file. */
  FileAccess access() {
    return access;
  }

  /** The path of the list. */
  public Path path() {
    return path;
  }

  /** How many rows are refused, and not sent since. */
  public long count() {
    return count;
  }

  /** Whether an earlier run has refused this line. */
  boolean contains(long line) {
    return known.contains(line);
  }

  /** Whether the row of this line, which an earlier run refused, is unchanged. */
  boolean isUnchanged(long line, List<String> fields) {
    return known.isUnchanged(line, clean(fields));
  }

  /** Whether the row of this line is recorded as corrected and sent. */
  boolean isResent(long line) {
    return known.resent().contains(line);
  }

  /** The lines recorded as corrected and sent, in that order. */
  List<Long> resent() {
    return List.copyOf(known.resent());
  }

  /** Adds a row to the list; it replaces an earlier entry of the same line. */
  public void add(long line, String reason, List<String> fields) throws IOException {
    append(line, reason, fields);
    if (known.resent().remove(line) || !known.contains(line)) {
      count++;
    }
  }

  /**
   * Records that a row of the list was corrected: it may be sent once this is {@linkplain #force on
   * disk}.
   */
  void resend(long line, List<String> fields) throws IOException {
    append(line, Refusals.RESENT, fields);
    if (known.resent().add(line)) {
      count--;
    }
  }

  /** Forces every row on the list to disk. */
  public void force() throws IOException {
    if (unforced) {
      opened().force(true);
      unforced = false;
    }
  }

  /** Removes this run's entries: they were about a file that the list does not belong to. */
  public void takeBack() throws IOException {
    end = endBefore;
    if (channel != null) {
      channel.truncate(end);
      unforced = true;
    }
    if (end == 0) {
      clear();
    }
  }

  /** Empties the list: the server has nothing of this file, so every row is tried again. */
  public void clear() throws IOException {
    close();
    Files.deleteIfExists(path);
    known = new Refusals();
    count = 0;
    end = 0;
    endBefore = 0;
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

  private void append(long line, String reason, List<String> fields) throws IOException {
    List<String> cleaned = clean(fields);
    String[] columns = new String[cleaned.size() + 2];
    columns[0] = Long.toString(line);
    columns[1] = clean(reason);
    for (int i = 0; i < cleaned.size(); i++) {
      columns[i + 2] = cleaned.get(i);
    }
    row.truncate(0);
    row.write(columns);
    var bytes = ByteBuffer.wrap(row.bytes(), 0, row.size());
    FileChannel opened = opened();
    while (bytes.hasRemaining()) {
      end += opened.write(bytes, end);
    }
    unforced = true;
  }

  /** A row of the list is one line. */
  private static List<String> clean(List<String> fields) {
    return fields.stream().map(RefusedRows::clean).toList();
  }

  private static String clean(String field) {
    return field.replace('\r', ' ').replace('\n', ' ');
  }

  private FileChannel opened() throws IOException {
    if (channel != null) {
      return channel;
    }
    boolean isNew = !Files.exists(path);
    FileChannel opened = access.openOrCreate(path);
    channel = opened;
    opened.truncate(end);
    if (isNew) {
      forceFolder();
    }
    return opened;
  }

  /** Forces the folder: a new file survives a crash only then. */
  private void forceFolder() throws IOException {
    try (var folder = FileChannel.open(path.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  private void load() throws IOException {
    try (InputStream list = Files.newInputStream(path)) {
      known = Refusals.read(list);
    }
    count = known.refused();
    end = known.wholeBytes();
    endBefore = end;
    if (Files.size(path) > end) {
      opened();
      unforced = true;
    }
  }
}
