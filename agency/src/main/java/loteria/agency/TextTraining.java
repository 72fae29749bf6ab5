package loteria.agency;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import loteria.ipc.io.Channels;

/**
 * Sends bets as other people's programs do: in the text dialect, with a connection for each
 * message. The script that makes the start-up caches has it talk to the server, so that the first
 * of those programs finds what serves it there.
 */
public final class TextTraining {
  private static final int BATCHES = 50;
  private static final int REPLY_BYTES_MAX = 1 << 16;

  private TextTraining() {}

  /**
   * Sends an agency's batches and waits for its winners.
   *
   * @param args the port of a server on this machine, and the agency's number
   */
  public static void main(String[] args) throws IOException {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    int agency = Integer.parseInt(args[1]);
    for (int batch = 1; batch <= BATCHES; batch++) {
      check("ACK,", ask(server, batch(agency, batch)));
    }
    check("WIN,", ask(server, String.format(Locale.ROOT, "FIN%20d", agency)));
  }

  private static String batch(int agency, int batch) {
    String rows =
        String.format(
            Locale.ROOT,
            "%1$d,1,Ana,Paz,30904465,1990-05-17,%2$d;%1$d,2,José,Peña,21689196,1991-01-31,%2$d\n",
            agency,
            batch);
    int bytes = rows.getBytes(StandardCharsets.UTF_8).length;
    return String.format(Locale.ROOT, "BET%08d%04d%08d;%s", bytes, 2, batch, rows);
  }

  /** Sends a message and waits for what the server answers, until it closes the connection. */
  private static String ask(InetSocketAddress server, String message) throws IOException {
    try (SocketChannel channel = SocketChannel.open(server)) {
      Channels.write(channel, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      var reply = ByteBuffer.allocate(REPLY_BYTES_MAX);
      while (channel.read(reply) >= 0) {
        if (!reply.hasRemaining()) {
          throw new IOException("a reply of more than " + REPLY_BYTES_MAX + " bytes");
        }
      }
      return StandardCharsets.UTF_8.decode(reply.flip()).toString();
    }
  }

  private static void check(String word, String reply) throws IOException {
    if (!reply.startsWith(word)) {
      throw new IOException("no " + word + " but '" + reply + "'");
    }
  }
}
