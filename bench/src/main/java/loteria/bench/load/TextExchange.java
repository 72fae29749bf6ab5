package loteria.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import loteria.ipc.io.Channels;

/** In the text dialect. All batches have the same bets. */
public final class TextExchange implements Exchange {
  private final int agency;
  private final int bets;
  private final byte[] payload;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(64);

  /**
   * @param bets how many each batch has
   */
  public TextExchange(RowPool pool, int agency, int bets) {
    this.agency = agency;
    this.bets = bets;
    this.payload = payload(pool, agency, bets);
  }

  @Override
  public int send(Connector server, long batch) throws IOException {
    byte[] message = message(batch);
    try (SocketChannel channel = server.connect(agency)) {
      Channels.write(channel, ByteBuffer.wrap(message));
      answer.clear();
      while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
        if (channel.read(answer) < 0) {
          throw new EOFException("the server has closed the connection");
        }
      }
      if (answer.get(0) != 'A') {
        answer.flip();
        throw new IOException("no ACK: " + StandardCharsets.UTF_8.decode(answer));
      }
    }
    return message.length;
  }

  private byte[] message(long batch) {
    byte[] header =
        String.format(Locale.ROOT, "BET%08d%04d%08d;", payload.length, bets, batch)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] message = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, message, header.length, payload.length);
    return message;
  }

  private static byte[] payload(RowPool pool, int agency, int bets) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; rows.size() < bets; i++) {
      List<String> bet = pool.bet(i);
      if (bet.stream().noneMatch(field -> field.contains(",") || field.contains(";"))) {
        rows.add(agency + "," + (rows.size() + 1) + "," + String.join(",", bet));
      }
    }
    return (String.join(";", rows) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
