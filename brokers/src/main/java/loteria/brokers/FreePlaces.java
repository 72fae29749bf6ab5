package loteria.brokers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Places for brokers, on ports of this machine that nothing listens on. */
final class FreePlaces {
  private FreePlaces() {}

  /** Chooses ports for brokers. Another process may bind one of them before the broker does. */
  static List<BrokerPlace> of(int count) {
    return of(count, 0);
  }

  /** The same with more ports for each. */
  static List<BrokerPlace> of(int count, int more) {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < (2 + more) * count) {
      ports.add(FreePorts.next());
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
}
