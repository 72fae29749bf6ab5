package loteria.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection in the text dialect, driven by a test. */
public final class TextConnection implements AutoCloseable {
  private static final int HEADER_BYTES = 12;

  private final Socket socket;
  private final DataInputStream in;

  private TextConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  public static TextConnection connect(int port) throws IOException {
    return over(new Socket("localhost", port));
  }

  /** Speaks over a connection, which it owns. */
  public static TextConnection over(Socket socket) throws IOException {
    return new TextConnection(socket);
  }

  /** A batch in the text dialect, each bet as {@code first,last,document,birth date,number}. */
  public static byte[] bet(int agency, long batch, List<String> bets) {
    var payload = new StringBuilder();
    for (int i = 0; i < bets.size(); i++) {
      payload.append(';').append(agency).append(',').append(i + 1).append(',').append(bets.get(i));
    }
    int size = payload.toString().getBytes(StandardCharsets.UTF_8).length;
    return "BET%08d%04d%08d%s\n"
        .formatted(size, bets.size(), batch, payload)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A FIN, followed by a line feed. */
  public static byte[] fin(int agency) {
    return "FIN%20d\n".formatted(agency).getBytes(StandardCharsets.US_ASCII);
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Waits for the next reply, header included; null once the server has closed. */
  public @Nullable String receive() throws IOException {
    byte[] header = in.readNBytes(HEADER_BYTES);
    if (header.length == 0) {
      return null;
    }
    if (header.length < HEADER_BYTES) {
      throw new IOException("closed in the middle of an answer");
    }
    String head = new String(header, StandardCharsets.US_ASCII);
    int size = Integer.parseInt(head.substring(4));
    int length = head.startsWith("ACK") ? size + 1 : size;
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("closed in the middle of an answer");
    }
    return head + new String(body, StandardCharsets.UTF_8);
  }

  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Resets the connection: bytes that the server has not read, and its replies in flight, are lost.
   */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
