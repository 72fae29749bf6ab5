package loteria.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An agency program of an older system: knows the text dialect alone, a connection for each
 * message.
 */
public final class TextClient {
  private static final int HEADER_BYTES = 12;

  private final int port;
  private final int agency;

  public TextClient(int port, int agency) {
    this.port = port;
    this.agency = agency;
  }

  /** Sends a batch, each bet as {@code first,last,document,birth date,number}; what is answered. */
  public String bet(int batch, List<String> bets) throws IOException {
    var payload = new StringBuilder();
    for (int i = 0; i < bets.size(); i++) {
      payload.append(';').append(agency).append(',').append(i + 1).append(',').append(bets.get(i));
    }
    int size = payload.toString().getBytes(StandardCharsets.UTF_8).length;
    return exchange("BET%08d%04d%08d%s\n".formatted(size, bets.size(), batch, payload), true);
  }

  /** Ends and waits for the winners; what is answered. */
  public String fin() throws IOException {
    return exchange("FIN%20d\n".formatted(agency), false);
  }

  /** Sends one message on a connection of its own; the answer's header and what it announces. */
  private String exchange(String message, boolean separated) throws IOException {
    try (var socket = new Socket("localhost", port)) {
      socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
      var in = new DataInputStream(socket.getInputStream());
      byte[] header = in.readNBytes(HEADER_BYTES);
      if (header.length < HEADER_BYTES) {
        throw new IOException("closed without an answer");
      }
      String head = new String(header, StandardCharsets.US_ASCII);
      int size = Integer.parseInt(head.substring(4));
      int length = separated && head.startsWith("ACK") ? size + 1 : size;
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new IOException("closed in the middle of an answer");
      }
      return head + new String(body, StandardCharsets.UTF_8);
    }
  }
}
