package loteria.ipc.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Accepts connections on a platform thread of its own, one after another, until it is closed.
 *
 * <p>A failure to accept does not end the loop: the process is out of descriptors, most likely, and
 * other connections must end first. The failure is reported, the loop pauses and tries again.
 */
public final class AcceptLoop implements AutoCloseable {
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

  private final Listener listener;
  private final Consumer<SocketChannel> connections;
  private final Consumer<IOException> failures;
  private final Thread thread;
  private volatile boolean closing;

  /** Where connections come from. */
  public interface Listener extends Closeable {
    /**
     * Waits for a connection. Called by one thread, which is interrupted after {@link #close}.
     *
     * @throws ClosedChannelException once it is closed, by any thread
     * @throws InterruptedException once it is closed, while something other than a connection is
     *     awaited
     */
    SocketChannel accept() throws IOException, InterruptedException;

    /** Listens on this channel, and owns it. */
    static Listener of(ServerSocketChannel channel) {
      return new Listener() {
        @Override
        public SocketChannel accept() throws IOException {
          return channel.accept();
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }
  }

  /**
   * Owns the listener from now on. Accepts nothing before {@link #start}.
   *
   * @param name of the thread
   * @param connections takes over each connection, on the accepting thread; must not wait for a
   *     peer
   * @param failures reports each failure to accept, on the accepting thread
   */
  public AcceptLoop(
      String name,
      Listener listener,
      Consumer<SocketChannel> connections,
      Consumer<IOException> failures) {
    this.listener = listener;
    this.connections = connections;
    this.failures = failures;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::acceptAll);
  }

  /** Begins to accept; returns at once. At most once. */
  public void start() {
    thread.start();
  }

  /** Whether it has started and not ended. */
  public boolean isAccepting() {
    return thread.isAlive();
  }

  /**
   * Closes the listener and waits for the thread to end: no connection is handed over after that.
   * Any thread may call it, except the accepting one.
   */
  @Override
  public void close() throws IOException {
    closing = true;
    try {
      listener.close();
    } finally {
      thread.interrupt();
      awaitEnd();
    }
  }

  private void awaitEnd() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while the accept loop ended", e);
    }
  }

  private void acceptAll() {
    while (!closing) {
      try {
        connections.accept(listener.accept());
      } catch (ClosedChannelException | InterruptedException _) {
        return;
      } catch (IOException e) {
        failures.accept(e);
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      }
    }
  }
}
