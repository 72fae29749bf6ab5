package loteria.brokers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Ports of loopback that nothing listens on. */
final class FreePorts {
  /**
   * Below the ports that Linux gives to clients: one of those could occupy the port of a broker
   * that has been killed, or even connect to itself there.
   */
  private static final int FIRST = 20_000;

  private static final int END = 32_768;

  private FreePorts() {}

  /** Chooses ports for brokers. Another process may bind one of them before the broker does. */
  static List<BrokerPlace> places(int count) {
    return places(count, 0);
  }

  /** The same with more ports for each. */
  static List<BrokerPlace> places(int count, int more) {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < (2 + more) * count) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    var next = ports.iterator();
    List<BrokerPlace> places = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      int port = next.next();
      int controllerPort = next.next();
      List<Integer> others = Stream.generate(next::next).limit(more).toList();
      places.add(new BrokerPlace(id, port, controllerPort, others));
    }
    return places;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
