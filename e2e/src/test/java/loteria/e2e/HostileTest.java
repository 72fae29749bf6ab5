package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are broken or hostile; all others are served. */
@Timeout(120)
class HostileTest {
  private static final long SEED = 13;

  /** So slow that a frame of 1 MiB would take minutes. */
  private static final Duration DRIP_EVERY = Duration.ofNanos(200_000);

  @TempDir Path folder;

  @Test
  void noiseIsLoggedOnceAndClosed() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(SEED).nextBytes(noise);
    try (RunningServer server = RunningServer.start(folder, 2, 1)) {
      try (var socket = new Socket("localhost", server.port())) {
        swallow(() -> socket.getOutputStream().write(noise));
        swallow(() -> socket.getInputStream().readAllBytes());
      }
      server.program().awaitLine("action: session \\| result: fail");
      assertServes(server);
      assertEquals(1, server.program().lines("action: session | result: fail").size());
    }
  }

  @Test
  void threeHundredSilentConnectionsDelayNoOtherAndAreClosed() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try (RunningServer server = RunningServer.start(folder, 2, 1, "--handshake-timeout", "2s")) {
      for (int i = 0; i < 300; i++) {
        silent.add(new Socket("localhost", server.port()));
      }
      assertServes(server);
      server.program().awaitLine("action: session \\| result: fail", 300);
      for (Socket socket : silent) {
        String last = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(last.startsWith("ERR,"), last);
      }
      assertEquals(300, server.program().lines("action: session | result: fail").size());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aHeaderThatAnnouncesFourGigabytesIsRefused() throws IOException {
    var header =
        ByteBuffer.allocate(12).put(new byte[] {'L', 'N', 2, 2}).putInt(-1).putInt(0).flip();
    try (RunningServer server = RunningServer.start(folder, 2, 1);
        NativeClient client = NativeClient.connect(server.port())) {
      client.sendBytes(header);
      Reply.Failure failure = assertInstanceOf(Reply.Failure.class, client.receive());
      assertEquals(ErrorCode.TOO_LARGE, failure.code());
      assertServes(server);
      assertEquals(1, server.program().lines("action: session | result: fail").size());
    }
  }

  @Test
  void aDripFeedDoesNotExtendItsDeadline() throws Exception {
    var begun = ByteBuffer.allocate(12).put(new byte[] {'L', 'N', 2, 2}).putInt(1 << 20).rewind();
    try (RunningServer server = RunningServer.start(folder, 2, 1, "--frame-timeout", "1s");
        NativeClient client = NativeClient.hello(server.port(), 1);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      client.sendBytes(begun);
      Future<Reply> last = threads.submit(client::receive);
      while (!last.isDone()) {
        swallow(() -> client.sendBytes(ByteBuffer.allocate(1)));
        LockSupport.parkNanos(DRIP_EVERY.toNanos());
      }
      Reply.Failure failure = assertInstanceOf(Reply.Failure.class, last.get());
      assertEquals(ErrorCode.TIMEOUT, failure.code());
    }
  }

  @Test
  void atTheLimitOfConnectionsNewOnesWaitAndAreServedLater() throws IOException {
    try (RunningServer server = RunningServer.start(folder, 2, 3, "--max-connections", "2")) {
      NativeClient first = NativeClient.hello(server.port(), 1);
      try (NativeClient _ = NativeClient.hello(server.port(), 2);
          NativeClient third = NativeClient.connect(server.port())) {
        server.program().awaitLine("all 2 connections are taken");
        first.close();
        assertInstanceOf(Reply.Welcome.class, third.ask(new Request.Hello(3, "")));
      }
    }
  }

  private static void assertServes(RunningServer server) throws IOException {
    List<List<String>> bets = Bets.of(1, 10, 0, SEED);
    try (NativeClient client = NativeClient.hello(server.port(), 1)) {
      assertEquals(new Reply.Ack(1, 10), client.ask(Bets.batch(1, 1, bets, 0, 10)));
    }
  }

  /**
   * An action that may fail because the server has closed the connection, and for no other reason.
   */
  private interface Attempt {
    void run() throws IOException;
  }

  private static void swallow(Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).matches("Broken pipe|Connection reset.*"));
    }
  }
}
