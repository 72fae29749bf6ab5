package loteria.supervisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one request: its head, then its content if that is wanted. Used by one thread. */
final class RequestReader {
  private final ReadableByteChannel channel;
  private byte[] bytes = new byte[1 << 10];

  /** How many bytes have been read. */
  private int size;

  /** How many bytes the head has; content begins there. */
  private int headBytes;

  /**
   * @param first what has been read already, less than a head
   */
  RequestReader(ReadableByteChannel channel, ByteBuffer first) {
    this.channel = channel;
    this.size = first.remaining();
    first.get(bytes, 0, size);
  }

  /**
   * The head of the request, each byte as one character; null if the client closes without sending
   * one.
   *
   * @throws BadRequestException if it is too long or not complete
   */
  @Nullable String head() throws IOException, BadRequestException {
    int end = -1;
    while (end < 0) {
      if (size == RequestHead.BYTES_MAX) {
        throw new BadRequestException(431, "the head is over " + size + " bytes");
      }
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * size);
      }
      int from = size;
      boolean more = read();
      if (!more && size == 0) {
        return null;
      }
      if (!more) {
        throw new BadRequestException(400, "the request ends within its head");
      }
      end = RequestHead.end(bytes, from, size);
    }
    headBytes = end;
    return new String(bytes, 0, end, ISO_8859_1);
  }

  /**
   * The content behind the head, each byte as one character. What follows it is ignored.
   *
   * @param length its bytes
   * @throws BadRequestException if the client ends before
   */
  String content(int length) throws IOException, BadRequestException {
    bytes = Arrays.copyOf(bytes, Math.max(size, headBytes + length));
    while (size < headBytes + length) {
      if (!read()) {
        throw new BadRequestException(400, "the request ends within its content");
      }
    }
    return new String(bytes, headBytes, length, ISO_8859_1);
  }

  /** Reads more into the room that is left; false at the end of the stream. */
  private boolean read() throws IOException {
    int read = channel.read(ByteBuffer.wrap(bytes, size, bytes.length - size));
    size += Math.max(0, read);
    return read >= 0;
  }
}
