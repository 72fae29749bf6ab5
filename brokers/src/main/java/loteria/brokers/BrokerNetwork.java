package loteria.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The network between brokers, and between them and groups of clients. Each way from one to another
 * can be cut: nothing arrives, and connections stay open. What was sent meanwhile arrives after
 * {@link #heal}, as TCP sends again what was not confirmed.
 *
 * <p>A broker connects from an address of its own, and each group of clients has its own address of
 * each broker: so it is known who sends. Any thread may use it.
 */
public final class BrokerNetwork implements AutoCloseable {
  private static final String ADDRESSES = "127.0.0.1";

  private final List<BrokerPlace> places;
  private final int groups;
  private final List<Relay> relays = new ArrayList<>();

  /** Guarded by this. */
  private final Set<Way> cut = new HashSet<>();

  private record Way(String from, String to) {}

  private BrokerNetwork(List<BrokerPlace> places, int groups) {
    this.places = places;
    this.groups = groups;
  }

  /** The network of brokers at these places, and of so many groups of clients; no way is cut. */
  static BrokerNetwork of(List<BrokerPlace> places, int groups) {
    var network = new BrokerNetwork(places, groups);
    try {
      for (BrokerPlace place : places) {
        network.add(place, place.controllerPort(), BrokerNetwork::sender);
        network.add(place, place.peerPort(), BrokerNetwork::sender);
        for (int group = 1; group <= groups; group++) {
          String clients = clients(group);
          network.add(place, place.port(group), _ -> clients);
        }
      }
      return network;
    } catch (IOException e) {
      network.close();
      throw new UncheckedIOException(e);
    }
  }

  private void add(BrokerPlace place, int port, Function<InetAddress, String> sender)
      throws IOException {
    relays.add(Relay.to(port, new Ends(this, sender, broker(place.id()))));
  }

  /**
   * Who is at the ends of a relay's connections.
   *
   * @param sender by the address that a connection comes from
   * @param receiver whom it goes to
   */
  record Ends(BrokerNetwork network, Function<InetAddress, String> sender, String receiver) {}

  /** How a broker is called here. */
  public static String broker(int id) {
    return "broker " + id;
  }

  /** How a group of clients is called here, from 1. */
  public static String clients(int group) {
    return "clients " + group;
  }

  /** The address that a broker connects from. */
  static String address(int id) {
    return ADDRESSES + id;
  }

  private static String sender(InetAddress address) {
    return broker(Integer.parseInt(address.getHostAddress().substring(ADDRESSES.length())));
  }

  /** The addresses of all brokers for a group of clients. */
  public String bootstrap(int group) {
    return places.stream()
        .map(place -> "127.0.0.1:" + relay(place, 1 + group))
        .collect(Collectors.joining(","));
  }

  /** The port for other brokers in place of a broker's own. */
  int peerPort(BrokerPlace place) {
    return relay(place, 1);
  }

  /** The port for other controllers in place of a broker's own. */
  int controllerPort(BrokerPlace place) {
    return relay(place, 0);
  }

  /** The port for a group of clients in place of a broker's own. */
  int port(BrokerPlace place, int group) {
    return relay(place, 1 + group);
  }

  private int relay(BrokerPlace place, int number) {
    return relays.get(places.indexOf(place) * (2 + groups) + number).port();
  }

  /** Cuts one way; the way back stays. */
  public synchronized void cut(String from, String to) {
    cut.add(new Way(from, to));
  }

  /** Cuts both ways between some and all the others. */
  public void isolate(Collection<String> some) {
    Set<String> others = all();
    others.removeAll(some);
    for (String one : some) {
      for (String other : others) {
        cut(one, other);
        cut(other, one);
      }
    }
  }

  private Set<String> all() {
    Stream<String> brokers = places.stream().map(place -> broker(place.id()));
    Stream<String> clients = IntStream.rangeClosed(1, groups).mapToObj(BrokerNetwork::clients);
    return Stream.concat(brokers, clients).collect(Collectors.toCollection(HashSet::new));
  }

  /** No way is cut any more. */
  public synchronized void heal() {
    cut.clear();
    notifyAll();
  }

  /** Resets every connection, as what follows a cut that was too long for TCP. */
  public void reset() {
    relays.forEach(Relay::reset);
  }

  /** Waits while a way is cut. */
  synchronized void await(String from, String to) throws InterruptedException {
    while (cut.contains(new Way(from, to))) {
      wait();
    }
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
    heal();
  }
}
