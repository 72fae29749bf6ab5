package loteria.ipc.row;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The lines of {@code winners.csv}: {@code agency,document} and CRLF each, nothing else. They are
 * read a part at a time, so a file of any size takes the memory of one part.
 */
public final class WinnerLines {
  /** The most digits of an agency's number. */
  private static final int AGENCY_DIGITS_MAX = 6;

  /** The longest line: agency, comma, document, CRLF. */
  public static final int LINE_BYTES_MAX = AGENCY_DIGITS_MAX + 1 + RowCheck.DOCUMENT_MAX + 2;

  private static final int PART_BYTES = 64 << 10;

  private WinnerLines() {}

  /** The source of the lines. */
  public interface Source {
    /** Reads the bytes at a position into a buffer; returns how many, -1 at the end. */
    int read(ByteBuffer into, long at) throws IOException;
  }

  /** A visitor of lines. */
  public interface Visitor {
    /**
     * A line. The array is overwritten after this returns.
     *
     * @param agency whose winner it is
     * @param from where the line begins
     * @param document where the document begins; it ends two bytes before {@code to}
     * @param to where the line ends, its CRLF included
     */
    void line(int agency, byte[] bytes, int from, int document, int to) throws IOException;
  }

  /** The line of one winner. */
  public static byte[] line(int agency, String document) {
    return (agency + "," + document + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Visits all lines between two positions, in order.
   *
   * @param from where a line begins
   * @param to where a line ends
   * @throws IOException if they cannot be read or are malformed
   */
  public static void visit(Source source, long from, long to, Visitor visitor) throws IOException {
    byte[] part = new byte[(int) Math.min(PART_BYTES, to - from)];
    int begun = 0;
    long at = from;
    while (at < to) {
      int room = (int) Math.min(part.length - begun, to - at);
      int read = source.read(ByteBuffer.wrap(part, begun, room), at);
      if (read < 0) {
        throw new IOException("winners.csv ends before it should");
      }
      at += read;
      int filled = begun + read;
      int visited = visit(part, filled, visitor);
      begun = filled - visited;
      if (begun > LINE_BYTES_MAX) {
        throw new IOException("winners.csv has a line that is no winner");
      }
      System.arraycopy(part, visited, part, 0, begun);
    }
    if (begun > 0) {
      throw new IOException("winners.csv has a line without an end");
    }
  }

  /** Visits the lines that are whole; returns where the last of them ends. */
  private static int visit(byte[] part, int filled, Visitor visitor) throws IOException {
    int from = 0;
    int end = end(part, from, filled);
    while (end > 0) {
      int document = documentOf(part, from, end);
      visitor.line(agencyOf(part, from, document - 1), part, from, document, end);
      from = end;
      end = end(part, from, filled);
    }
    return from;
  }

  /** Where a line ends, its line feed included; 0 if it does not end here. */
  private static int end(byte[] part, int from, int filled) {
    int lineFeed = ByteSearch.lineFeed(part, from, filled);
    return lineFeed < filled ? lineFeed + 1 : 0;
  }

  private static int documentOf(byte[] part, int from, int end) throws IOException {
    int comma = from;
    while (comma < end && part[comma] != ',') {
      comma++;
    }
    int bytes = end - 2 - (comma + 1);
    if (bytes < 1 || bytes > RowCheck.DOCUMENT_MAX || part[end - 2] != '\r') {
      throw new IOException("winners.csv has a line that is no winner");
    }
    return comma + 1;
  }

  private static int agencyOf(byte[] part, int from, int to) throws IOException {
    int agency = 0;
    for (int i = from; i < to; i++) {
      int digit = part[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new IOException("winners.csv has a line that is no winner");
      }
      agency = agency * 10 + digit;
    }
    if (to == from || to - from > AGENCY_DIGITS_MAX || agency == 0) {
      throw new IOException("winners.csv names no agency");
    }
    return agency;
  }
}
