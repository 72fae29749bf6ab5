package loteria.ipc.io;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How Linux reports a peer that has stopped sending. */
@Timeout(60)
class PeerCheckTest {
  private ServerSocketChannel listener;
  private SocketChannel peer;
  private SocketChannel accepted;

  @BeforeEach
  void connect() throws IOException {
    listener = ServerSocketChannel.open();
    PeerCheck.prepare(listener);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    peer = SocketChannel.open(listener.getLocalAddress());
    accepted = listener.accept();
    PeerCheck.probe(accepted);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    accepted.close();
    listener.close();
  }

  @Test
  void connectionInheritsItsListenersProbes() throws IOException {
    assertTrue(accepted.getOption(StandardSocketOptions.SO_KEEPALIVE));
    assertEquals(30, accepted.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
    assertEquals(10, accepted.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
    assertEquals(3, accepted.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
  }

  @Test
  void peerThatOnlySendsNoMoreIsThere() throws IOException {
    peer.shutdownOutput();
    assertEquals(-1, accepted.read(ByteBuffer.allocate(1)));
    assertFalse(PeerCheck.isGone(accepted));
    accepted.write(ByteBuffer.wrap(new byte[] {42}));
    var received = ByteBuffer.allocate(1);
    assertEquals(1, peer.read(received));
    assertEquals(42, received.get(0));
    assertFalse(PeerCheck.isGone(accepted));
  }

  /** A read reports as before that the stream has ended. */
  @Test
  void peerWhoseSystemResetsIsGoneThoughAReadDoesNotSaySo() throws IOException {
    peer.shutdownOutput();
    assertEquals(-1, accepted.read(ByteBuffer.allocate(1)));
    peer.setOption(StandardSocketOptions.SO_LINGER, 0);
    peer.close();
    await().atMost(Duration.ofSeconds(20)).until(() -> PeerCheck.isGone(accepted));
    assertEquals(-1, accepted.read(ByteBuffer.allocate(1)));
    assertTrue(PeerCheck.isGone(accepted));
  }

  /** The channel is unchanged for the thread that will write the reply. */
  @Test
  void channelBlocksAfterwards() throws IOException {
    assertFalse(PeerCheck.isGone(accepted));
    assertTrue(accepted.isBlocking());
  }
}
