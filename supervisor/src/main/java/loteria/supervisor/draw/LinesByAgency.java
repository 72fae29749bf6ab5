package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A writer that sorts lines by agency, those of one agency in the order in which they come. The
 * length of each agency's lines is known in advance, so each line has its place in the file, and
 * only a few lines of each agency are in memory. Used by one thread.
 */
final class LinesByAgency {
  /** How many bytes are gathered in all before they are written. */
  static final int GATHERED_BYTES = 4 << 20;

  private final FileChannel file;

  /** Where an agency's next gathered bytes go, by agency. */
  private final long[] places;

  /** How many bytes of an agency are gathered, by agency. */
  private final int[] gathered;

  /** Where an agency's part of {@link #bytes} begins, by agency. */
  private final int[] shares;

  private final int shareBytes;
  private final byte[] bytes;

  /**
   * @param lengths how many bytes the lines of each agency have together, by agency
   */
  LinesByAgency(FileChannel file, long[] lengths) {
    this.file = file;
    this.places = new long[lengths.length];
    this.gathered = new int[lengths.length];
    this.shares = new int[lengths.length];
    long place = 0;
    int count = 0;
    for (int agency = 0; agency < lengths.length; agency++) {
      places[agency] = place;
      place += lengths[agency];
      shares[agency] = count;
      count += lengths[agency] > 0 ? 1 : 0;
    }
    int even = GATHERED_BYTES / Math.max(1, count);
    this.shareBytes = (int) Math.min(even, Arrays.stream(lengths).max().orElse(0));
    this.bytes = new byte[shareBytes * count];
  }

  /** Adds the next line of an agency. */
  void add(int agency, byte[] line, int from, int to) throws IOException {
    int length = to - from;
    if (gathered[agency] + length > shareBytes) {
      write(agency);
    }
    if (length > shareBytes) {
      // With too many agencies to gather a line of each, each line is written immediately.
      write(agency, ByteBuffer.wrap(line, from, length));
      return;
    }
    System.arraycopy(line, from, bytes, begin(agency) + gathered[agency], length);
    gathered[agency] += length;
  }

  /** Writes all gathered lines. */
  void end() throws IOException {
    for (int agency = 0; agency < places.length; agency++) {
      write(agency);
    }
  }

  private int begin(int agency) {
    return shares[agency] * shareBytes;
  }

  private void write(int agency) throws IOException {
    write(
        agency,
        ByteBuffer.wrap(bytes, gathered[agency] == 0 ? 0 : begin(agency), gathered[agency]));
    gathered[agency] = 0;
  }

  private void write(int agency, ByteBuffer lines) throws IOException {
    while (lines.hasRemaining()) {
      places[agency] += file.write(lines, places[agency]);
    }
  }
}
