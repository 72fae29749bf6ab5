package loteria.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.ipc.io.Channels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that does not receive events spoils the measurement, so each is known to be alive. */
@Timeout(30)
class EventStreamsTest {
  private static final String STATUS = "event: status\ndata: {\"event\": \"status\"}\n\n";

  private final List<SocketChannel> accepted = new ArrayList<>();
  private ServerSocketChannel page;

  @BeforeEach
  void listen() throws IOException {
    page = ServerSocketChannel.open();
    page.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    page.close();
    for (SocketChannel channel : accepted) {
      channel.close();
    }
  }

  @Test
  void eventsAreCountedWhereverTheyAreCut() {
    byte[] text =
        ("event: history\ndata: {}\n\n" + STATUS + "7f\r\n\n" + STATUS).getBytes(US_ASCII);
    for (int size = 1; size <= text.length; size++) {
      var count = new StatusCount();
      for (int from = 0; from < text.length; from += size) {
        count.add(ByteBuffer.wrap(text, from, Math.min(size, text.length - from)));
      }
      assertEquals(2, count.events(), "in pieces of " + size);
    }
  }

  @Test
  void theyAreOpenOnceEachHasHadAStatus() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EventStreams> opening =
          threads.submit(() -> EventStreams.open(page.getLocalAddress(), 3));
      for (int i = 0; i < 3; i++) {
        accept();
      }
      tell(0, "\n\n" + STATUS);
      tell(1, "\n\n" + STATUS);
      await().during(Duration.ofMillis(300)).until(() -> !opening.isDone());
      tell(2, "\n\n" + STATUS);
      try (EventStreams streams = opening.get()) {
        assertArrayEquals(new long[] {1, 1, 1}, streams.events());
        tell(1, STATUS + STATUS);
        await().until(() -> streams.events()[1] == 3);
        assertArrayEquals(new long[] {1, 3, 1}, streams.events());
        assertTrue(streams.cpuSeconds() > 0);
      }
    }
  }

  @Test
  void anEndedStreamIsReported() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EventStreams> opening =
          threads.submit(() -> EventStreams.open(page.getLocalAddress(), 1));
      accept();
      tell(0, "\n\n" + STATUS);
      try (EventStreams streams = opening.get()) {
        accepted.getFirst().setOption(StandardSocketOptions.SO_LINGER, 0).close();
        await().untilAsserted(() -> assertThrows(IOException.class, streams::events));
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = page.accept();
    accepted.add(channel);
    channel.read(ByteBuffer.allocate(1024));
  }

  private void tell(int stream, String text) throws IOException {
    Channels.write(accepted.get(stream), ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }
}
