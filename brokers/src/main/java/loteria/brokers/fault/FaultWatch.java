package loteria.brokers.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads which faults this JVM has, in a thread of its own. */
final class FaultWatch {
  static final int POLL_MS = 20;

  /** The property that the edited clocks add. */
  static final String SKEW = "loteria.fault.skew";

  private final Path folder;
  private volatile boolean isDiskFull;
  private volatile long slowMs;

  private FaultWatch(Path folder) {
    this.folder = folder;
  }

  /** Reads the faults once, and then all the time. */
  static FaultWatch start(Path folder) {
    var watch = new FaultWatch(folder);
    System.setProperty(SKEW, Long.toString(watch.number(FaultFolder.SKEW_MS)));
    watch.look();
    Thread.ofPlatform().name("fault-watch").daemon().start(watch::run);
    return watch;
  }

  boolean isDiskFull() {
    return isDiskFull;
  }

  long slowMs() {
    return slowMs;
  }

  /** The address that connections come from; null for any. */
  @Nullable String address() {
    return content(FaultFolder.ADDRESS);
  }

  ForcedSizes forcedSizes() {
    return new ForcedSizes(folder.resolve(FaultFolder.FORCED));
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(POLL_MS);
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    isDiskFull = content(FaultFolder.FULL) != null;
    slowMs = number(FaultFolder.SLOW_MS);
  }

  private long number(String name) {
    String content = content(name);
    return content == null ? 0 : Long.parseLong(content);
  }

  private @Nullable String content(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
