package loteria.worker.draw;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import loteria.ipc.folder.FileIdentity;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.WinnerLines;

/**
 * {@code winners.csv} as the supervisor wrote it, open for as long as the process lives. In memory
 * is where each agency's winners are in it, how many, and their checksum: no agency gets anything
 * that is not what the ledger vouched for.
 */
public final class WinnersIndex implements Winners {
  private final FileIdentity identity;
  private final FileChannel file;
  private final DrawRecord draw;
  private final Consumer<IOException> failed;

  /** When the file was last written to, at the time its content was checked. */
  private FileTime checked;

  /** The agencies that have winners, in order; the other two arrays are beside it. */
  private int[] agencies = new int[16];

  /** Where an agency's lines begin; one more, where the last agency's end. */
  private long[] begins = new long[17];

  private int[] counts = new int[16];

  /** Of each agency's lines. */
  private int[] sums = new int[16];

  private int size;

  /** Of the lines of the agency that is being read. */
  private final CRC32C sum = new CRC32C();

  private WinnersIndex(
      FileIdentity identity, FileChannel file, DrawRecord draw, Consumer<IOException> failed)
      throws IOException {
    this.identity = identity;
    this.file = file;
    this.draw = draw;
    this.failed = failed;
    this.checked = Files.getLastModifiedTime(identity.path());
  }

  /**
   * Opens the file and reads it through once.
   *
   * @param draw what the ledger says of it
   * @param failed called when an agency's winners could not be read later, or are not as they were;
   *     on any thread, before that agency is answered
   * @throws IOException when it cannot be read, or is another
   */
  public static WinnersIndex open(Path path, DrawRecord draw, Consumer<IOException> failed)
      throws IOException {
    var file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      var winners = new WinnersIndex(FileIdentity.of(path), file, draw, failed);
      winners.read(winners::count);
      return winners;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Checks that the path leads to this file, and the file holds what it held. It is read through
   * only where it was written to since. By one thread at a time.
   *
   * @throws FolderChangedException when that is not so
   */
  public void check() throws IOException {
    identity.check();
    FileTime written = Files.getLastModifiedTime(identity.path());
    if (!written.equals(checked)) {
      read((_, _, _, _, _) -> {});
      checked = written;
    }
  }

  private void read(WinnerLines.Visitor visitor) throws IOException {
    var crc = new CRC32C();
    int[] all = {0};
    WinnerLines.visit(
        file::read,
        0,
        file.size(),
        (agency, bytes, from, document, to) -> {
          crc.update(bytes, from, to - from);
          all[0]++;
          visitor.line(agency, bytes, from, document, to);
        });
    if (all[0] != draw.winners() || (int) crc.getValue() != draw.crc32c()) {
      throw new FolderChangedException(identity.path() + " is not what the ledger says of it");
    }
  }

  /** Takes down one more line. */
  private void count(int agency, byte[] bytes, int from, int document, int to) throws IOException {
    if (size == 0 || agencies[size - 1] != agency) {
      if (size > 0 && agencies[size - 1] > agency) {
        throw new IOException("winners.csv is not in the order of agencies");
      }
      if (size == agencies.length) {
        agencies = Arrays.copyOf(agencies, size * 2);
        counts = Arrays.copyOf(counts, size * 2);
        sums = Arrays.copyOf(sums, size * 2);
        begins = Arrays.copyOf(begins, size * 2 + 1);
      }
      agencies[size++] = agency;
      begins[size] = begins[size - 1];
      sum.reset();
    }
    sum.update(bytes, from, to - from);
    sums[size - 1] = (int) sum.getValue();
    counts[size - 1]++;
    begins[size] += to - from;
  }

  @Override
  public Collection<String> of(int agency) {
    int found = Arrays.binarySearch(agencies, 0, size, agency);
    if (found < 0) {
      return List.of();
    }
    checkLines(found);
    return new Documents(begins[found], begins[found + 1], counts[found]);
  }

  /** Reads an agency's lines before the first of them is sent. */
  private void checkLines(int index) {
    var now = new CRC32C();
    try {
      WinnerLines.visit(
          file::read,
          begins[index],
          begins[index + 1],
          (_, bytes, from, _, to) -> now.update(bytes, from, to - from));
      if ((int) now.getValue() != sums[index]) {
        throw new FolderChangedException(
            identity.path() + " no longer holds the winners of agency " + agencies[index]);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException why) {
    failed.accept(why);
    return new UncheckedIOException(why);
  }

  /** One agency's, read part by part. */
  private final class Documents extends AbstractCollection<String> {
    private final long from;
    private final long to;
    private final int count;

    Documents(long from, long to, int count) {
      this.from = from;
      this.to = to;
      this.count = count;
    }

    @Override
    public int size() {
      return count;
    }

    @Override
    public Iterator<String> iterator() {
      return new Reading(from, to);
    }
  }

  /** The way through one agency's lines. */
  private final class Reading implements Iterator<String> {
    private static final int PART_BYTES = 8 << 10;

    private final long to;
    private final ByteBuffer part;
    private long at;

    Reading(long from, long to) {
      this.at = from;
      this.to = to;
      this.part = ByteBuffer.allocate((int) Math.min(PART_BYTES, to - from)).limit(0);
    }

    @Override
    public boolean hasNext() {
      return part.hasRemaining() || at < to;
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int end = end();
      if (end < 0) {
        fill();
        end = end();
      }
      byte[] bytes = part.array();
      int document = part.position();
      while (bytes[document] != ',') {
        document++;
      }
      document++;
      part.position(end);
      return new String(bytes, document, end - 2 - document, StandardCharsets.US_ASCII);
    }

    /** Where the line ends that is next, or -1 where its end is not here. */
    private int end() {
      for (int i = part.position(); i < part.limit(); i++) {
        if (part.get(i) == '\n') {
          return i + 1;
        }
      }
      return -1;
    }

    private void fill() {
      part.compact().limit((int) Math.min(part.capacity(), part.position() + to - at));
      try {
        while (part.hasRemaining()) {
          int read = file.read(part, at);
          if (read < 0) {
            throw new EOFException("winners.csv has become shorter");
          }
          at += read;
        }
      } catch (IOException e) {
        throw failed(e);
      }
      part.flip();
    }
  }
}
