package loteria.ipc.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WireTest {
  /** More than the buffers of two sockets have room for. */
  private static final int MUCH = 64 << 20;

  @Test
  void firstBytesAreReadAgain() throws Exception {
    try (Pair pair = Pair.open()) {
      var wire = new Wire(ByteBuffer.wrap(new byte[] {1, 2, 3}), pair.near());
      pair.far().write(ByteBuffer.wrap(new byte[] {4}));
      var into = ByteBuffer.allocate(2);
      assertEquals(2, wire.read(into));
      assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), into.flip());
      assertEquals(1, wire.read(into.clear()));
      assertEquals(3, into.get(0));
      assertEquals(1, wire.read(into.clear()));
      assertEquals(4, into.get(0));
    }
  }

  /** The write lasts until its peer has read all, so the input is certainly shut during it. */
  @Test
  void readerThatWaitsForItsPeerToReadIsFreed() throws Exception {
    try (Pair pair = Pair.open()) {
      var wire = new Wire(ByteBuffer.allocate(0), pair.near());
      var reading =
          CompletableFuture.runAsync(
              () -> {
                wire.beginRead();
                write(wire, ByteBuffer.allocateDirect(MUCH));
              },
              task -> Thread.ofPlatform().daemon().start(task));
      assertEquals(1, pair.far().read(ByteBuffer.allocate(1)));
      assertFalse(reading.isDone());
      wire.shutdownInput();
      ExecutionException ended = assertThrows(ExecutionException.class, reading::get);
      assertInstanceOf(IOException.class, Objects.requireNonNull(ended.getCause()).getCause());
      assertFalse(pair.near().isOpen());
    }
  }

  /** Whose answers are then sent, or cut off by the deadline of their own. */
  @Test
  void otherThreadsWriteOn() throws Exception {
    try (Pair pair = Pair.open()) {
      var wire = new Wire(ByteBuffer.allocate(0), pair.near());
      wire.beginRead();
      wire.endRead();
      wire.shutdownInput();
      assertEquals(1, wire.write(ByteBuffer.allocate(1)));
      assertEquals(-1, wire.read(ByteBuffer.allocate(1)));
      assertTrue(pair.near().isOpen());
      wire.beginRead();
      assertThrows(AsynchronousCloseException.class, () -> wire.write(ByteBuffer.allocate(1)));
    }
  }

  private static void write(Wire wire, ByteBuffer bytes) {
    try {
      // The close of the socket ends a write that has written a part; the next one fails.
      while (bytes.hasRemaining()) {
        wire.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both ends of a connection. */
  private record Pair(SocketChannel near, SocketChannel far) implements AutoCloseable {
    static Pair open() throws IOException {
      try (var listener = ServerSocketChannel.open()) {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel far = SocketChannel.open(listener.getLocalAddress());
        return new Pair(listener.accept(), far);
      }
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
    }
  }
}
