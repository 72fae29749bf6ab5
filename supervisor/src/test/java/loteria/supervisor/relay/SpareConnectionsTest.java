package loteria.supervisor.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.io.Deadlines;
import loteria.supervisor.pool.ReadyWorker;
import loteria.testkit.SocketlessChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SpareConnectionsTest {
  private static final int MAX = 3;

  private final Deadlines deadlines = new Deadlines();
  private final SpareConnections spares = new SpareConnections(MAX, deadlines);
  private final ReadyWorker worker = new ReadyWorker(1, Path.of("one"));
  private final ReadyWorker other = new ReadyWorker(2, Path.of("two"));

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void connectionIsTakenOnceForItsWorkerAndStaysOpen() {
    var channel = new SocketlessChannel();
    spares.put(worker, channel);
    assertNull(spares.take(other));
    assertEquals(channel, spares.take(worker));
    assertNull(spares.take(worker));
    assertTrue(channel.isOpen());
  }

  @Test
  void connectionThatNobodyTakesIsClosed() {
    var channel = new SocketlessChannel();
    spares.put(worker, channel);
    await().until(() -> !channel.isOpen());
    assertNull(spares.take(worker));
  }

  @Test
  void noMoreAreKeptThanMayBe() {
    List<SocketlessChannel> channels = new ArrayList<>();
    for (int i = 0; i < 2 * MAX; i++) {
      channels.add(new SocketlessChannel());
      spares.put(i % 2 == 0 ? worker : other, channels.get(i));
    }
    assertEquals(MAX, channels.stream().filter(SocketlessChannel::isOpen).count());
    assertEquals(channels.get(2), spares.take(worker), "the last");
    assertEquals(channels.get(0), spares.take(worker));
    var another = new SocketlessChannel();
    spares.put(worker, another);
    assertEquals(another, spares.take(worker), "there is room again");
    await().until(() -> !channels.get(1).isOpen());
  }
}
