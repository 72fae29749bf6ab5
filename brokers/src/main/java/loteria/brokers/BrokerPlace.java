package loteria.brokers;

/**
 * Where a broker listens, on loopback.
 *
 * @param id its number, from 1
 * @param port for clients and other brokers
 * @param controllerPort for other controllers
 */
record BrokerPlace(int id, int port, int controllerPort) {
  private static final String HOST = "127.0.0.1";

  String address() {
    return HOST + ":" + port;
  }

  String controllerAddress() {
    return HOST + ":" + controllerPort;
  }
}
