package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import loteria.ipc.message.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that break the rules of TLS, at random: nothing of them stays, and others are served. */
@Timeout(180)
class BrokenHandshakeTest {
  private static final long SEED = 20261129;
  private static final int CONNECTIONS = 400;
  private static final Duration SOON = Duration.ofSeconds(40);

  /** Records of alerts: the peer cancels; the peer says nothing more (RFC 8446, 6.1). */
  private static final byte[] CANCELED = {21, 3, 3, 0, 2, 1, 90};

  private static final byte[] CLOSED = {21, 3, 3, 0, 2, 1, 0};

  @TempDir private Path folder;

  @Test
  void nothingStaysOfThem() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    var random = new Random(SEED);
    try (RunningServer server =
        RunningServer.start(
            folder,
            1,
            1,
            certificates.serverFlags(
                "--handshake-timeout", "8s", "--max-connections-per-address", "2"))) {
      for (int i = 0; i < CONNECTIONS; i++) {
        breakOne(certificates.client(1), server.tlsPort(), random);
      }
      Idle.await(server);
      // Both of the address's connections are free again.
      try (TlsConnection first = certificates.client(1).connect(server.tlsPort()).hello(1);
          TlsConnection second = certificates.client(1).connect(server.tlsPort()).hello(1)) {
        var bets = Bets.of(1, 1, 0, 1);
        assertEquals(new Reply.Ack(1, 1), second.ask(Bets.batch(1, 1, bets, 0, 1)));
        assertInstanceOf(Reply.Failure.class, first.receive());
      }
      assertEquals(0, server.stop());
    }
  }

  private static void breakOne(TlsClient client, int port, Random random) throws Exception {
    try (var socket = new Socket("localhost", port)) {
      OutputStream out = socket.getOutputStream();
      SteppedHandshake handshake = client.step(socket);
      byte[] first = handshake.first();
      if (random.nextInt(3) == 0) {
        out.write(broken(first, random));
      } else {
        out.write(first);
        out.write(random.nextInt(4) == 0 ? CANCELED : new byte[0]);
        out.write(broken(handshake.second(), random));
      }
      if (random.nextBoolean()) {
        socket.shutdownOutput();
        socket.setSoTimeout(Math.toIntExact(SOON.toMillis()));
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } else if (random.nextBoolean()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(
          message.matches("Broken pipe|Connection reset.*|closed in the handshake|.*alert.*"),
          e.toString());
    }
  }

  /** Cut off, changed, repeated, or followed by something else. */
  private static byte[] broken(byte[] flight, Random random) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int at = random.nextInt(flight.length);
    bytes.write(flight, 0, at);
    switch (random.nextInt(6)) {
      case 0 -> {
        // Nothing follows.
      }
      case 1 -> {
        bytes.write(flight[at] ^ 1 << random.nextInt(8));
        bytes.write(flight, at + 1, flight.length - at - 1);
      }
      case 2 -> {
        bytes.write(flight, at, flight.length - at);
        bytes.write(flight);
      }
      case 3 -> {
        bytes.write(CANCELED);
        bytes.write(CLOSED);
      }
      case 4 -> {
        bytes.write(flight, at, flight.length - at);
        bytes.write(CANCELED);
        bytes.write(CLOSED);
      }
      default -> {
        byte[] noise = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(noise);
        bytes.write(noise);
      }
    }
    return bytes.toByteArray();
  }
}
