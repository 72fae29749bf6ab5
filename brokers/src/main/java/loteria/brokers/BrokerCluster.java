package loteria.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Kafka brokers on loopback, each a child process and a controller too. They die with this JVM,
 * however that ends. Any thread may use a cluster.
 *
 * <pre>{@code
 * try (var cluster = BrokerCluster.start(folder, 3)) {
 *   ... // cluster.bootstrap() is for clients
 *   Broker killed = cluster.leader("draw");
 *   killed.kill();
 *   cluster.awaitOtherLeader("draw", killed);
 *   killed.start();
 *   cluster.awaitInSync("draw", 3);
 * }
 * }</pre>
 */
public final class BrokerCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);
  private static final int START_ATTEMPTS = 5;

  private final Path folder;
  private final List<Broker> brokers;
  private final ClusterView view;
  private final @Nullable BrokerNetwork network;

  private BrokerCluster(Path folder, List<Broker> brokers, @Nullable BrokerNetwork network) {
    this.folder = folder;
    this.brokers = List.copyOf(brokers);
    this.network = network;
    this.view = ClusterView.of(bootstrap());
  }

  /** Starts brokers for tests, and waits until they are ready. */
  public static BrokerCluster start(Path folder, int count) {
    return start(folder, ClusterSettings.of(count));
  }

  /**
   * Starts brokers, and waits until they are ready.
   *
   * @param folder for their files; created if it is missing; must be empty
   * @throws IllegalStateException if one ends, or they are not ready within 60 s; the message has
   *     the end of its output, and the folder stays
   */
  public static BrokerCluster start(Path folder, ClusterSettings settings) {
    int more = settings.hasFaults() ? 1 + settings.clientGroups() : 0;
    return start(folder, settings, count -> FreePlaces.of(count, more));
  }

  /** Starts them on ports of the caller's choice; if one is taken, it is asked for others. */
  static BrokerCluster start(
      Path folder, ClusterSettings settings, IntFunction<List<BrokerPlace>> ports) {
    for (int attempt = 1; ; attempt++) {
      BrokerCluster cluster = create(folder, settings, ports.apply(settings.count()));
      try {
        cluster.brokers.forEach(Broker::start);
        cluster.awaitReady();
        return cluster;
      } catch (Broker.PortTakenException e) {
        if (attempt == START_ATTEMPTS) {
          cluster.close();
          throw e;
        }
        cluster.delete();
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }
  }

  private static BrokerCluster create(
      Path folder, ClusterSettings settings, List<BrokerPlace> places) {
    try {
      Path own = Files.createDirectories(folder).toRealPath();
      try (var files = Files.list(own)) {
        if (files.findAny().isPresent()) {
          throw new IllegalStateException("cannot start brokers in " + own + ": it is not empty");
        }
      }
      String clusterId = Uuid.randomUuid().toString();
      BrokerNetwork network =
          settings.hasFaults() ? BrokerNetwork.of(places, settings.clientGroups()) : null;
      List<Broker> brokers = new ArrayList<>();
      for (BrokerPlace place : places) {
        brokers.add(Broker.create(own, place, places, settings, clusterId, network));
      }
      return new BrokerCluster(own, brokers, network);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses of all brokers, for clients: {@code host:port,host:port}. */
  public String bootstrap() {
    return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
  }

  /** The network, if the brokers were started with faults. */
  public BrokerNetwork network() {
    return Objects.requireNonNull(network, "the brokers have no network");
  }

  /** Ends brokers, all at once, as a loss of power: what they have not forced is gone. */
  public void losePower(Collection<Broker> some) {
    some.forEach(Broker::kill);
    some.forEach(Broker::dropUnforced);
  }

  /** Ends the faults of brokers, starts those that have ended, and waits until all are ready. */
  public void repair() {
    brokers.forEach(Broker::repair);
    awaitReady();
  }

  /** All brokers, by their numbers, whether they run or not. */
  public List<Broker> brokers() {
    return brokers;
  }

  /** One broker, by its number from 1. */
  public Broker broker(int id) {
    if (id < 1 || id > brokers.size()) {
      throw new IllegalArgumentException("there is no broker " + id);
    }
    return brokers.get(id - 1);
  }

  /**
   * Waits until each broker that was started, and not ended or paused since, answers clients and
   * takes part.
   *
   * @throws IllegalStateException if one of them ends, or this takes more than 60 s
   */
  public void awaitReady() {
    for (Broker broker : brokers) {
      if (broker.isRunning()) {
        awaitReady(broker);
      }
    }
  }

  /** Asks the broker itself at first: others still count one that has just been killed. */
  private void awaitReady(Broker broker) {
    try (var own = ClusterView.of(broker)) {
      Await.until(
          broker + " to be ready (its output: " + broker.output() + ")",
          START_LIMIT,
          () -> {
            brokers.forEach(Broker::checkAlive);
            return when(own.brokers().containsAll(running()));
          });
    }
  }

  /** The broker that leads the first partition of a topic. One that has died may still count. */
  public Broker leader(String topic) {
    return broker(Await.until("a leader of " + topic, CHANGE_LIMIT, () -> view.leader(topic)));
  }

  /** Waits until another broker leads the first partition of a topic; returns that one. */
  public Broker awaitOtherLeader(String topic, Broker former) {
    return broker(
        Await.until(
            "a leader of " + topic + " other than " + former,
            CHANGE_LIMIT,
            () -> view.leader(topic).filter(id -> id != former.id())));
  }

  /** The numbers of the brokers that have all of the first partition of a topic. */
  public Set<Integer> inSync(String topic) {
    return Await.until(
        "the replicas of " + topic, CHANGE_LIMIT, () -> Optional.of(view.inSync(topic)));
  }

  /** Waits until so many brokers have all of the first partition of a topic. */
  public void awaitInSync(String topic, int count) {
    Await.until(
        count + " replicas of " + topic + " in sync",
        CHANGE_LIMIT,
        () -> when(view.inSync(topic).size() == count));
  }

  /** The broker whose controller is the active one. One that has died may still count. */
  public Broker controller() {
    return broker(Await.until("a controller", CHANGE_LIMIT, view::controller));
  }

  /** Kills all brokers. Their folder stays. */
  @Override
  public void close() {
    view.close();
    brokers.forEach(Broker::close);
    if (network != null) {
      network.close();
    }
  }

  /** Kills all brokers and deletes their folder. */
  public void delete() {
    close();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<Integer> running() {
    return brokers.stream().filter(Broker::isRunning).map(Broker::id).collect(Collectors.toSet());
  }

  private static Optional<Boolean> when(boolean holds) {
    return holds ? Optional.of(true) : Optional.empty();
  }
}
