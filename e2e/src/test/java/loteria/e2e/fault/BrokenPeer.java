package loteria.e2e.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;

/** A peer that mutates some messages of its conversations, each on a connection of its own. */
final class BrokenPeer {
  private static final int PER_BATCH = 3;

  private final Dialer server;
  private final int agency;
  private final List<List<String>> bets;
  private final Random random;
  private int mutated;

  BrokenPeer(Dialer server, int agency, long seed) {
    this.server = server;
    this.agency = agency;
    this.bets = Bets.withoutCommas(Bets.of(agency, 20 * PER_BATCH, 1, FaultScale.SEED));
    this.random = new Random(seed + agency);
  }

  /** Continues until this many mutated messages have been sent; every connection must be ended. */
  void send(int messages) throws IOException {
    while (mutated < messages) {
      boolean isNative = random.nextBoolean();
      List<byte[]> conversation = isNative ? nativeConversation() : textConversation();
      try (var socket = server.dial(agency)) {
        try {
          for (byte[] message : conversation) {
            socket.getOutputStream().write(mutatedOrNot(message, isNative));
          }
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        } catch (IOException _) {
          // The server has closed the connection.
        }
      }
    }
  }

  private byte[] mutatedOrNot(byte[] message, boolean isNative) {
    if (random.nextBoolean()) {
      return message;
    }
    mutated++;
    return Mutation.of(message, isNative, random);
  }

  /** No request is answered only after the draw: a missing reply would not be noticed. */
  private List<byte[]> nativeConversation() {
    List<Request> requests = new ArrayList<>();
    requests.add(new Request.Hello(agency, ""));
    for (int batch = random.nextInt(1, 4); batch < 6; batch++) {
      requests.add(
          Bets.batch(agency, batch, bets, batch * PER_BATCH, batch * PER_BATCH + PER_BATCH));
    }
    requests.add(new Request.Ping(Bytes.of("are you there".getBytes(StandardCharsets.US_ASCII))));
    requests.add(new Request.Finish(random.nextInt(10), random.nextInt(30), random.nextLong()));
    return requests.stream().map(request -> array(NativeDialect.encode(request))).toList();
  }

  private List<byte[]> textConversation() {
    List<byte[]> messages = new ArrayList<>();
    for (int batch = random.nextInt(1, 4); batch < 5; batch++) {
      var payload = new StringBuilder();
      for (List<String> bet : bets.subList(batch * PER_BATCH, batch * PER_BATCH + PER_BATCH)) {
        payload.append(';').append(agency).append(",1,").append(String.join(",", bet));
      }
      byte[] bytes = (payload + "\n").getBytes(StandardCharsets.UTF_8);
      String header = "BET%08d%04d%08d".formatted(bytes.length - 1, PER_BATCH, batch);
      messages.add((header + payload + "\n").getBytes(StandardCharsets.UTF_8));
    }
    if (random.nextInt(4) == 0) {
      messages.addFirst("PING are you there\n".getBytes(StandardCharsets.US_ASCII));
    }
    return messages;
  }

  private static byte[] array(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
