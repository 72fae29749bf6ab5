package loteria.brokers;

import java.util.List;

/**
 * Where a broker listens, on loopback.
 *
 * @param id its number, from 1
 * @param port for clients and other brokers
 * @param controllerPort for other controllers
 * @param more ports behind a network: for other brokers, then for each group of clients
 */
record BrokerPlace(int id, int port, int controllerPort, List<Integer> more) {
  static final String HOST = "127.0.0.1";

  BrokerPlace(int id, int port, int controllerPort) {
    this(id, port, controllerPort, List.of());
  }

  String address() {
    return HOST + ":" + port;
  }

  String controllerAddress() {
    return HOST + ":" + controllerPort;
  }

  /** The port for other brokers, if there is a network between. */
  int peerPort() {
    return more.getFirst();
  }

  /** The port for a group of clients, from 1. */
  int port(int group) {
    return more.get(group);
  }
}
