package loteria.supervisor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.IntStream;
import loteria.testkit.SocketlessChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HandshakesTest {
  private final List<SocketlessChannel> sockets =
      IntStream.range(0, 6).mapToObj(_ -> new SocketlessChannel()).toList();

  @Test
  void oneTooManyClosesTheOldest() {
    var handshakes = new Handshakes(2);
    handshakes.begin(sockets.get(0));
    handshakes.begin(sockets.get(1));
    assertEquals(List.of(), closed());
    handshakes.begin(sockets.get(2));
    assertEquals(List.of(0), closed());
    handshakes.begin(sockets.get(3));
    assertEquals(List.of(0, 1), closed());
  }

  @Test
  void oneThatHasEndedIsNotClosedAndCountsNoMore() {
    var handshakes = new Handshakes(2);
    handshakes.begin(sockets.get(0));
    handshakes.begin(sockets.get(1));
    handshakes.end(sockets.get(0));
    handshakes.begin(sockets.get(2));
    assertEquals(List.of(), closed());
    handshakes.begin(sockets.get(3));
    assertEquals(List.of(1), closed());
  }

  /** It ends when its connection does, after it was closed for another. */
  @Test
  void endOfAClosedOneMakesNoRoom() {
    var handshakes = new Handshakes(1);
    handshakes.begin(sockets.get(0));
    handshakes.begin(sockets.get(1));
    handshakes.end(sockets.get(0));
    handshakes.end(sockets.get(0));
    assertEquals(List.of(0), closed());
    handshakes.begin(sockets.get(2));
    assertEquals(List.of(0, 1), closed());
  }

  private List<Integer> closed() {
    return IntStream.range(0, sockets.size()).filter(i -> !isOpen(i)).boxed().toList();
  }

  private boolean isOpen(int i) {
    SocketChannel socket = sockets.get(i);
    return socket.isOpen();
  }
}
