package loteria.ipc.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class AcceptLoopTest {
  private static final int FAILURES = 3;

  private final BlockingQueue<SocketChannel> accepted = new LinkedBlockingQueue<>();
  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

  /** Fails to accept some times, as a process without descriptors does, and then waits. */
  private static final class Failing implements AcceptLoop.Listener {
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch waits = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public SocketChannel accept() throws IOException, InterruptedException {
      if (failures.getAndIncrement() < FAILURES) {
        throw new IOException("too many open files");
      }
      waits.countDown();
      never.await();
      throw new ClosedChannelException();
    }

    @Override
    public void close() {}
  }

  @Test
  void nothingIsAcceptedBeforeTheStart(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("s");
    try (var loop = loop(UnixSocket.listen(path));
        var _ = UnixSocket.connect(path)) {
      assertFalse(loop.isAccepting());
      loop.start();
      assertTrue(loop.isAccepting());
      nextAccepted().close();
    }
  }

  @Test
  void everyConnectionIsHandedOver(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("s");
    try (var loop = loop(UnixSocket.listen(path))) {
      loop.start();
      for (int i = 0; i < 20; i++) {
        try (var _ = UnixSocket.connect(path)) {
          nextAccepted().close();
        }
      }
    }
    assertTrue(failures.isEmpty());
  }

  @Test
  void acceptsOnAfterFailures() throws Exception {
    var listener = new Failing();
    try (var loop = loop(listener)) {
      loop.start();
      assertTrue(listener.waits.await(10, TimeUnit.SECONDS));
      assertEquals(FAILURES, failures.size());
      assertTrue(loop.isAccepting());
    }
  }

  @Test
  void closeEndsAListenerThatWaitsForSomethingElse() throws Exception {
    var listener = new Failing();
    var loop = loop(listener);
    loop.start();
    assertTrue(listener.waits.await(10, TimeUnit.SECONDS));
    loop.close();
    assertFalse(loop.isAccepting());
  }

  @Test
  void closeWaitsForAConnectionThatIsHandedOver(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("s");
    var takes = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var loop =
        new AcceptLoop(
            "accept",
            UnixSocket.listen(path),
            channel -> {
              takes.countDown();
              awaitUninterrupted(mayEnd);
              accepted.add(channel);
            },
            failures::add);
    loop.start();
    try (var _ = UnixSocket.connect(path)) {
      takes.await();
      var closed = new CountDownLatch(1);
      var closer = Thread.ofPlatform().start(() -> closeAndCount(loop, closed));
      while (closer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertEquals(1, closed.getCount());
      mayEnd.countDown();
      closed.await();
      assertEquals(1, accepted.size());
      accepted.take().close();
    }
    assertThrows(IOException.class, () -> UnixSocket.connect(path));
  }

  @Test
  void closedBeforeTheStartItEndsAtOnce(@TempDir Path folder) throws Exception {
    var loop = loop(UnixSocket.listen(folder.resolve("s")));
    loop.close();
    loop.start();
    loop.close();
    assertFalse(loop.isAccepting());
    assertTrue(failures.isEmpty());
  }

  private SocketChannel nextAccepted() throws InterruptedException {
    SocketChannel next = accepted.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was accepted");
    }
    return next;
  }

  private AcceptLoop loop(AcceptLoop.Listener listener) {
    return new AcceptLoop("accept", listener, accepted::add, failures::add);
  }

  private static void closeAndCount(AcceptLoop loop, CountDownLatch closed) {
    try {
      loop.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    closed.countDown();
  }

  /** A connection is handed over whole, though the thread is interrupted meanwhile. */
  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
