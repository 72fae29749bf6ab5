package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import loteria.ipc.message.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A handshake that stalls at any byte is closed in time, and an honest agency is served meanwhile.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalledHandshakeTest {
  /** The server's time for a handshake, and as much again for the first message after it. */
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);

  /** What a busy machine may add. */
  private static final Duration SLACK = Duration.ofSeconds(4);

  /** Fewer than the handshakes that the server makes at a time, else they push out each other. */
  private static final int AT_A_TIME = 200;

  private static final int SECOND_FLIGHT_STEP = 7;
  private static final Duration DRIP_EVERY = Duration.ofMillis(50);

  @TempDir static Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Certificates certificates;
  private RunningServer server;
  private int honestBatches;

  /** Sends what it wants of a handshake. */
  private interface Part {
    void send(SteppedHandshake handshake, OutputStream out) throws IOException;
  }

  @BeforeAll
  void start() throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
    String time = HANDSHAKE.toSeconds() + "s";
    server =
        RunningServer.start(folder, 1, 1, certificates.serverFlags("--handshake-timeout", time));
    honestAgencyIsServed();
  }

  @AfterAll
  void close() {
    threads.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void everyByteOfTheFirstFlight() throws Exception {
    int length;
    try (var socket = new Socket("localhost", server.tlsPort())) {
      length = certificates.client(1).step(socket).first().length;
    }
    assertTrue(length > 200, "a ClientHello of " + length + " bytes");
    int before = server.program().lines("not made in time").size();
    // A ClientHello's length differs by a few bytes from one to the next.
    assertAllAreClosed(
        IntStream.range(0, length - 10).mapToObj(StalledHandshakeTest::beginning).toList());
    server.program().awaitLine("action: handshake .*not made in time", before + length - 10);
  }

  @Test
  void manyBytesOfTheSecondFlight() throws Exception {
    int length;
    try (var socket = new Socket("localhost", server.tlsPort())) {
      SteppedHandshake whole = certificates.client(1).step(socket);
      socket.getOutputStream().write(whole.first());
      length = whole.second().length;
    }
    assertTrue(length > 500, "a second flight of " + length + " bytes");
    assertAllAreClosed(
        IntStream.iterate(
                0, count -> count < length + SECOND_FLIGHT_STEP, c -> c + SECOND_FLIGHT_STEP)
            .mapToObj(StalledHandshakeTest::firstAndBeginningOfSecond)
            .toList());
  }

  @Test
  void dripOfSingleBytesGetsNoMoreTime() throws Exception {
    assertAllAreClosed(
        List.of(
            (handshake, out) -> drip(handshake.first(), out),
            (handshake, out) -> {
              out.write(handshake.first());
              drip(handshake.second(), out);
            }));
  }

  private static Part beginning(int count) {
    return (handshake, out) -> out.write(Arrays.copyOf(handshake.first(), count));
  }

  private static Part firstAndBeginningOfSecond(int count) {
    return (handshake, out) -> {
      out.write(handshake.first());
      byte[] second = handshake.second();
      out.write(Arrays.copyOf(second, Math.min(count, second.length)));
    };
  }

  /** Until the server has closed. */
  private static void drip(byte[] bytes, OutputStream out) throws IOException {
    for (byte one : bytes) {
      out.write(one);
      LockSupport.parkNanos(DRIP_EVERY.toNanos());
    }
  }

  private void assertAllAreClosed(List<Part> parts) throws Exception {
    for (int from = 0; from < parts.size(); from += AT_A_TIME) {
      List<Future<Duration>> stalled = new ArrayList<>();
      for (Part part : parts.subList(from, Math.min(parts.size(), from + AT_A_TIME))) {
        stalled.add(threads.submit(() -> timeUntilClosed(part)));
      }
      honestAgencyIsServed();
      for (int i = 0; i < stalled.size(); i++) {
        Duration time = stalled.get(i).get();
        Duration max = HANDSHAKE.multipliedBy(2).plus(SLACK);
        assertTrue(time.compareTo(max) < 0, "part " + (from + i) + " was closed after " + time);
      }
    }
  }

  private Duration timeUntilClosed(Part part) throws Exception {
    long begun = System.nanoTime();
    try (var socket = new Socket("localhost", server.tlsPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(HANDSHAKE.multipliedBy(10).toMillis()));
      part.send(certificates.client(1).step(socket), socket.getOutputStream());
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (java.net.SocketException e) {
      assertTrue(
          String.valueOf(e.getMessage()).matches("Broken pipe|Connection reset.*"), e.toString());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void honestAgencyIsServed() throws Exception {
    try (TlsConnection honest = certificates.client(1).connect(server.tlsPort()).hello(1)) {
      honestBatches++;
      int to = honestBatches;
      Reply reply = honest.ask(Bets.batch(1, to, Bets.of(1, to, 0, 1), to - 1, to));
      assertEquals(new Reply.Ack(to, 1), reply);
    }
  }
}
