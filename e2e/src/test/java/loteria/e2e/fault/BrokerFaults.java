package loteria.e2e.fault;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loteria.brokers.Broker;
import loteria.brokers.BrokerCluster;
import loteria.brokers.BrokerNetwork;

/** What a schedule does to brokers and to the network; each fault is over when it returns. */
final class BrokerFaults {
  private static final Duration SLOW = Duration.ofMillis(60);

  private final BrokerCluster brokers;
  private final BrokerNetwork network;
  private final String topic;

  BrokerFaults(BrokerCluster brokers, String topic) {
    this.brokers = brokers;
    this.network = brokers.network();
    this.topic = topic;
  }

  List<Broker> all() {
    return brokers.brokers();
  }

  Broker leader() {
    return brokers.leader(topic);
  }

  Broker after(Broker broker) {
    return brokers.broker(broker.id() % brokers.brokers().size() + 1);
  }

  /** Kills brokers, and starts them again some time later. */
  void kill(List<Broker> killed, Duration length) throws InterruptedException {
    killed.forEach(Broker::kill);
    FaultPause.of(length);
    startAgain(killed);
  }

  /** Stops a broker's process for some time. */
  void stop(Broker broker, Duration length) throws InterruptedException {
    broker.pause();
    FaultPause.of(length);
    broker.resume();
  }

  /** Kills brokers at once, with what they have not forced. */
  void losePower(Collection<Broker> some, Duration length) throws InterruptedException {
    brokers.losePower(some);
    FaultPause.of(length);
    startAgain(some);
  }

  /** Fills a disk: its broker ends, and is started again once there is room. */
  void fillDisk(Broker broker, Duration length) throws InterruptedException {
    broker.faults().fillDisk();
    broker.awaitEnd();
    FaultPause.of(length);
    broker.faults().makeRoom();
    startAgain(List.of(broker));
  }

  /** Makes the disks of brokers slow. */
  void slowDisks(List<Broker> slow, Duration length) throws InterruptedException {
    slow.forEach(broker -> broker.faults().slowDisk(SLOW));
    FaultPause.of(length);
    slow.forEach(broker -> broker.faults().unslowDisk());
  }

  private void startAgain(Collection<Broker> ended) {
    ended.forEach(Broker::start);
    brokers.awaitReady();
    brokers.awaitInSync(topic, brokers.brokers().size());
  }

  /** Cuts one way between a central, from 0, and brokers. */
  void cut(int central, List<Broker> from, boolean hears, boolean isHeard) {
    for (Broker broker : from) {
      String name = BrokerNetwork.broker(broker.id());
      if (!hears) {
        network.cut(name, BrokerNetwork.clients(1 + central));
      }
      if (!isHeard) {
        network.cut(BrokerNetwork.clients(1 + central), name);
      }
    }
  }

  /** Cuts a broker off from the others, with the centrals that still reach it. */
  void isolate(Broker broker, Set<Integer> centrals) {
    network.isolate(
        Stream.concat(
                Stream.of(BrokerNetwork.broker(broker.id())),
                centrals.stream().map(central -> BrokerNetwork.clients(1 + central)))
            .toList());
  }

  /** Cuts a broker off from the other brokers only. */
  void isolateFromBrokers(Broker broker) {
    String own = BrokerNetwork.broker(broker.id());
    for (Broker other : brokers.brokers()) {
      if (other != broker) {
        network.cut(own, BrokerNetwork.broker(other.id()));
        network.cut(BrokerNetwork.broker(other.id()), own);
      }
    }
  }

  /** Waits, and repairs the network; connections may be lost by that. */
  void healAfter(Duration length, boolean resets) throws InterruptedException {
    FaultPause.of(length);
    if (resets) {
      network.reset();
    }
    network.heal();
    brokers.awaitReady();
    brokers.awaitInSync(topic, brokers.brokers().size());
  }
}
