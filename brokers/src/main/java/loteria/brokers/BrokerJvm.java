package loteria.brokers;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts a broker's JVM. */
final class BrokerJvm {
  /** Names the folder of a broker's jars, where it is not {@code lib} beside these classes. */
  private static final String LIB = "loteria.brokers.lib";

  /** Temporary files go to the broker's own folder: one that is killed does not delete them. */
  private static final List<String> ALWAYS =
      List.of(
          "-Xms64m",
          "-Xmx256m",
          "-XX:-UsePerfData",
          "-Djava.io.tmpdir=.",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dlog4j2.configurationFile=classpath:loteria/brokers/broker-log4j2.xml");

  private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Those that Kafka's own scripts use. */
  private static final List<String> FULL =
      List.of(
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent");

  private BrokerJvm() {}

  /** The command; arguments of {@link BrokerProgram} may be added. */
  static List<String> command(ClusterSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ALWAYS);
    command.addAll(settings.fullJit() ? FULL : QUICK);
    command.addAll(settings.javaOptions());
    command.addAll(List.of("-cp", classPath(), BrokerProgram.class.getName()));
    return command;
  }

  private static String classPath() {
    Path own = ownClasses();
    Path lib =
        Path.of(System.getProperty(LIB, own.resolveSibling("lib").toString())).toAbsolutePath();
    if (!Files.isDirectory(lib)) {
      throw new IllegalStateException(
          "no broker's jars in "
              + lib
              + ": build the module brokers without -Dbrokers.skip, or name their folder by -D"
              + LIB);
    }
    return lib.resolve("*") + File.pathSeparator + own;
  }

  private static Path ownClasses() {
    try {
      return Path.of(BrokerJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
