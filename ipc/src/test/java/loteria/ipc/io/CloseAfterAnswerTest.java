package loteria.ipc.io;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CloseAfterAnswerTest {
  private static final String ANSWER = "ERR,00000004full";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Deadlines deadlines = new Deadlines();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SocketChannel client;
  private final SocketChannel server;

  CloseAfterAnswerTest() throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(listener.getLocalAddress());
      server = listener.accept();
    }
  }

  @AfterEach
  void closeAll() throws IOException {
    try (deadlines;
        threads;
        client;
        server) {
      threads.shutdownNow();
    }
  }

  @Test
  void answerArrivesThoughThePeerKeptSending() throws Exception {
    Future<?> answering = threads.submit(answering(LONG));
    Channels.write(client, ByteBuffer.allocate(4 << 20));
    assertEquals(ANSWER, received());
    client.close();
    answering.get();
    assertFalse(server.isOpen());
  }

  @Test
  void drainIsBoundedInBytesNotInReads() throws IOException {
    var peer = new PacedChannel(new byte[1 << 20], room -> Math.min(room, 16));
    Channels.drain(peer);
    assertEquals(1 << 20, peer.position());
    var endless = new PacedChannel(new byte[Channels.DRAIN_BYTES_MAX + (1 << 20)], room -> room);
    Channels.drain(endless);
    assertEquals(Channels.DRAIN_BYTES_MAX, endless.position());
  }

  @Test
  void peerThatNeverEndsIsCutOff() throws Exception {
    Future<?> answering = threads.submit(answering(Duration.ofMillis(200)));
    await().until(answering::isDone);
    assertThrows(Exception.class, answering::get);
    assertFalse(server.isOpen());
    assertTrue(client.isOpen());
  }

  private Callable<Void> answering(Duration patience) {
    return () -> {
      Channels.write(server, ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII)));
      Channels.closeAfterAnswer(server, deadlines, patience);
      return null;
    };
  }

  private String received() throws IOException {
    var answer = ByteBuffer.allocate(64);
    while (client.read(answer) >= 0) {}
    return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
  }
}
