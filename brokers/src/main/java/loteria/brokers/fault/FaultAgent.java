package loteria.brokers.fault;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Path;
import java.time.Clock;

/** The agent: {@code -javaagent:JAR=FOLDER}, as of {@link FaultFolder#javaOption}. */
public final class FaultAgent {
  private static final String SEGMENT = "org/apache/kafka/common/record/internal/FileRecords";

  private FaultAgent() {}

  /** Called by the JVM before its program. */
  public static void premain(String folder, Instrumentation jvm)
      throws IOException, UnmodifiableClassException {
    FaultWatch watch = FaultWatch.start(Path.of(folder));
    var edits = new ClassEdits();
    edits.addSkewedInstant("java/time/Clock", "currentInstant");
    edits.addSkewedClock("java/time/Clock$SystemClock");
    edits.addSkewedClock("org/apache/kafka/common/utils/SystemTime");
    edits.addSkewedClock("loteria/ipc/time/WallClock");
    if (isBroker()) {
      Hooks.prepare(watch);
      edits.addFirst(SEGMENT, "append", "beforeAppend", 0, 1);
      edits.addFirst(SEGMENT, "flush", "beforeForce", 0);
      edits.addLast(SEGMENT, "flush", "afterForce");
      edits.addLast(SEGMENT, "truncateTo", "afterTruncate");
      edits.addFirst("org/apache/kafka/common/network/Selector", "doConnect", "beforeConnect", 1);
    }
    jvm.addTransformer(edits, true);
    jvm.retransformClasses(Clock.class, Clock.systemUTC().getClass());
  }

  /** The lottery's own programs are modules. */
  private static boolean isBroker() {
    return System.getProperty("jdk.module.main") == null;
  }
}
