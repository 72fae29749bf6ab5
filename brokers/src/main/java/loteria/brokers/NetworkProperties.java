package loteria.brokers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The part of a broker's {@code server.properties} that has it reached through a network: Kafka
 * gives each client the addresses of the listener that it came by.
 */
final class NetworkProperties {
  private NetworkProperties() {}

  static Map<String, String> of(BrokerPlace own, List<BrokerPlace> all, BrokerNetwork network) {
    Map<String, Integer> listeners = new LinkedHashMap<>();
    Map<String, Integer> advertised = new LinkedHashMap<>();
    listeners.put("BROKER", own.port());
    advertised.put("BROKER", own.port());
    listeners.put("PEER", own.peerPort());
    advertised.put("PEER", network.peerPort(own));
    for (int group = 1; group < own.more().size(); group++) {
      listeners.put(listener(group), own.port(group));
      advertised.put(listener(group), network.port(own, group));
    }
    listeners.put("CONTROLLER", own.controllerPort());
    advertised.put("CONTROLLER", network.controllerPort(own));
    return Map.of(
        "listeners",
        addresses(listeners),
        "advertised.listeners",
        addresses(advertised),
        "listener.security.protocol.map",
        listeners.keySet().stream()
            .map(name -> name + ":PLAINTEXT")
            .collect(Collectors.joining(",")),
        "inter.broker.listener.name",
        "PEER",
        "controller.quorum.voters",
        all.stream()
            .map(place -> place.id() + "@" + BrokerPlace.HOST + ":" + network.controllerPort(place))
            .collect(Collectors.joining(",")));
  }

  /** The listener of a group of clients, from 1. */
  static String listener(int group) {
    return "CLIENTS" + group;
  }

  private static String addresses(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .map(port -> port.getKey() + "://" + BrokerPlace.HOST + ":" + port.getValue())
        .collect(Collectors.joining(","));
  }
}
