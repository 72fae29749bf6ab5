package loteria.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.ipc.io.Channels;
import org.HdrHistogram.Histogram;

/**
 * Agencies of the text dialect: each opens a connection, sends one batch, waits for its ACK, closes
 * the connection, and repeats.
 */
public final class TextLoad {
  private final RowPool pool;

  public TextLoad(RowPool pool) {
    this.pool = pool;
  }

  /**
   * Sends for some time.
   *
   * @param lastBatches number of each agency's last batch before; updated
   * @return the outcome for each agency
   */
  public List<LoadOutcome> send(
      Connector server, int agencies, int betsEach, long[] lastBatches, Duration time)
      throws InterruptedException, ExecutionException {
    List<Future<LoadOutcome>> sending = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(agencies)) {
      for (int id = 1; id <= agencies; id++) {
        int agency = id;
        sending.add(threads.submit(() -> sendOne(server, agency, betsEach, lastBatches, time)));
      }
      List<LoadOutcome> outcomes = new ArrayList<>();
      for (Future<LoadOutcome> one : sending) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }

  private LoadOutcome sendOne(
      Connector server, int agency, int betsEach, long[] lastBatches, Duration time) {
    var latencies = new Histogram(3);
    byte[] payload = payload(agency, betsEach);
    ByteBuffer answer = ByteBuffer.allocateDirect(64);
    long begun = System.nanoTime();
    long now = begun;
    long bets = 0;
    long bytes = 0;
    try {
      while (now - begun < time.toNanos()) {
        byte[] message = message(payload, betsEach, ++lastBatches[agency - 1]);
        exchange(server, agency, message, answer);
        latencies.recordValue(System.nanoTime() - now);
        now = System.nanoTime();
        bets += betsEach;
        bytes += message.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LoadOutcome(latencies.getTotalCount(), bets, bytes, (now - begun) / 1e9, latencies);
  }

  private static void exchange(Connector server, int agency, byte[] message, ByteBuffer answer)
      throws IOException {
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
  }

  private byte[] payload(int agency, int bets) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; rows.size() < bets; i++) {
      List<String> bet = pool.bet(i);
      if (bet.stream().noneMatch(field -> field.contains(",") || field.contains(";"))) {
        rows.add(agency + "," + (rows.size() + 1) + "," + String.join(",", bet));
      }
    }
    return (String.join(";", rows) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] message(byte[] payload, int bets, long batch) {
    byte[] header =
        String.format(Locale.ROOT, "BET%08d%04d%08d;", payload.length, bets, batch)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] message = java.util.Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, message, header.length, payload.length);
    return message;
  }
}
