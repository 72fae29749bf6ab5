package loteria.brokers;

import java.util.function.Consumer;

/** Carries out commands of one line each; the answer is one line. */
final class BrokerCommands {
  private final BrokerCluster cluster;

  BrokerCommands(BrokerCluster cluster) {
    this.cluster = cluster;
  }

  /** Carries out a command; a refused or failed one answers {@code failed: } and why. */
  String answer(String line) {
    String[] words = line.strip().split(" +", 2);
    String argument = words.length == 2 ? words[1] : "";
    try {
      return switch (words[0]) {
        case "kill" -> act(argument, Broker::kill, "killed");
        case "stop" -> act(argument, Broker::stop, "stopped");
        case "start" -> act(argument, this::start, "started");
        case "pause" -> act(argument, Broker::pause, "paused");
        case "resume" -> act(argument, Broker::resume, "resumed");
        case "leader" -> "leader " + cluster.leader(argument).id();
        case "controller" -> "controller " + cluster.controller().id();
        default -> throw new IllegalArgumentException("no command '" + words[0] + "'");
      };
    } catch (IllegalArgumentException | IllegalStateException e) {
      return "failed: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  private String act(String number, Consumer<Broker> action, String done) {
    Broker broker = cluster.broker(Integer.parseInt(number));
    action.accept(broker);
    return done + " " + broker.id();
  }

  private void start(Broker broker) {
    broker.start();
    cluster.awaitReady();
  }
}
