package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A writer of rows in the one stored form: RFC 4180, CRLF, a field quoted only if it holds a comma
 * or a quote.
 *
 * <p>It does not check what it writes; {@link RowCheck} does. Not safe for use by several threads.
 */
public final class RowWriter {
  private byte[] bytes;
  private int size;

  /**
   * @param capacity initial bytes; grows as needed
   */
  public RowWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Appends one row, CRLF included. */
  public void write(
      AgencyId agency,
      String firstName,
      String lastName,
      String document,
      String birthDate,
      String number) {
    write(agency.toString(), firstName, lastName, document, birthDate, number);
  }

  /** Appends one row of any fields, CRLF included. */
  public void write(String... fields) {
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        put((byte) ',');
      }
      field(fields[i]);
    }
    endRow();
  }

  /** Appends a row in its stored form, and CRLF. */
  public void write(byte[] row, int from, int to) {
    put(row, from, to);
    endRow();
  }

  /** Appends a row in its stored form, given in two pieces, and CRLF. */
  public void write(byte[] one, int from, int to, byte[] two, int from2, int to2) {
    put(one, from, to);
    put(two, from2, to2);
    endRow();
  }

  /** The array written to; only the first {@link #size()} bytes count. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes have been written. */
  public int size() {
    return size;
  }

  /** Removes everything past the first {@code size} bytes. */
  public void truncate(int size) {
    this.size = size;
  }

  /** A copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void field(String field) {
    if (field.indexOf(',') < 0
        && field.indexOf('"') < 0
        && field.indexOf('\n') < 0
        && field.indexOf('\r') < 0) {
      put(field.getBytes(StandardCharsets.UTF_8));
      return;
    }
    put((byte) '"');
    put(field.replace("\"", "\"\"").getBytes(StandardCharsets.UTF_8));
    put((byte) '"');
  }

  private void endRow() {
    put((byte) '\r');
    put((byte) '\n');
  }

  private void put(byte[] more) {
    put(more, 0, more.length);
  }

  private void put(byte[] more, int from, int to) {
    int length = to - from;
    reserve(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
  }

  private void put(byte one) {
    reserve(1);
    bytes[size++] = one;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
