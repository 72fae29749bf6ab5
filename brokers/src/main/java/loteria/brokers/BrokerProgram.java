package loteria.brokers;

import java.io.IOException;
import java.io.PrintStream;

/**
 * The program of a broker's JVM: formats the storage if it is new, then hands over to Kafka. It
 * ends at once when standard input ends, because then the JVM that started it is dead.
 *
 * <p>It calls Kafka by name: this module is compiled without the jars of a broker.
 */
final class BrokerProgram {
  private static final int ORPHANED = 3;

  private BrokerProgram() {}

  /** Runs with two arguments: the file of settings, and the id of the cluster. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread.ofPlatform().name("parent-watch").daemon().start(BrokerProgram::endWithParent);
    format(args[0], args[1]);
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {args[0]});
  }

  private static void format(String settings, String clusterId)
      throws ReflectiveOperationException {
    String[] command = {"format", "-t", clusterId, "-c", settings, "--ignore-formatted"};
    Object code =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, command, System.out);
    if (!code.equals(0)) {
      throw new IllegalStateException("cannot format the storage of " + settings);
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent lives.
      }
    } catch (IOException _) {
      // A broken pipe means the same as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
