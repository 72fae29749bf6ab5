package loteria.ipc.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import loteria.ipc.message.Limits;

/** The text dialect's reply to FIN, made piece by piece: only one piece is in memory at a time. */
final class WinnersText implements Iterator<ByteBuffer> {
  private final int size;
  private final Iterator<String> documents;
  private boolean begun;

  /**
   * @param size bytes of the documents and the commas between them
   */
  WinnersText(int size, Iterator<String> documents) {
    this.size = size;
    this.documents = documents;
  }

  @Override
  public boolean hasNext() {
    return !begun || documents.hasNext();
  }

  @Override
  public ByteBuffer next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var piece = new ByteArrayOutputStream();
    boolean first = !begun;
    if (first) {
      begun = true;
      String digits = Integer.toString(size);
      write(piece, "WIN," + "0".repeat(8 - digits.length()) + digits);
    }
    while (documents.hasNext() && piece.size() < Limits.TEXT_PART_BYTES) {
      if (!first) {
        piece.write(',');
      }
      first = false;
      write(piece, documents.next());
    }
    return ByteBuffer.wrap(piece.toByteArray());
  }

  private static void write(ByteArrayOutputStream piece, String ascii) {
    piece.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
