package loteria.agency.progress;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How wide this process's terminal is. The system's {@code stty} is asked, at most every {@value
 * #ASK_EVERY_SECONDS} seconds, for a window may be made narrower meanwhile. Used by one thread at a
 * time.
 */
public final class Terminal implements IntSupplier {
  /** Where nobody knows it. */
  static final int COLUMNS_UNKNOWN = 80;

  private static final int ASK_EVERY_SECONDS = 2;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private final LongSupplier nanoClock;
  private final String[] command;
  private long askedAt;
  private int columns;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  public Terminal(LongSupplier nanoClock) {
    this(nanoClock, "stty", "size");
  }

  /**
   * @param command prints rows and columns of the terminal that is its standard input
   */
  Terminal(LongSupplier nanoClock, String... command) {
    this.nanoClock = nanoClock;
    this.command = command;
  }

  /**
   * Whether a terminal of this environment can draw a line again: one that is {@code dumb}, as
   * those of editors are, or says nothing of itself, cannot.
   */
  public static boolean canRedraw(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "");
    return !kind.isEmpty() && !kind.equals("dumb");
  }

  @Override
  public int getAsInt() {
    long now = nanoClock.getAsLong();
    boolean isOld = now - askedAt > TimeUnit.SECONDS.toNanos(ASK_EVERY_SECONDS);
    if (columns == 0 || isOld) {
      columns = ask();
      askedAt = now;
    }
    return columns;
  }

  /** Whatever goes wrong costs no more than the right width. */
  private int ask() {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!process.waitFor(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
          return COLUMNS_UNKNOWN;
        }
        byte[] said = process.getInputStream().readAllBytes();
        return columns(new String(said, StandardCharsets.US_ASCII));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      return COLUMNS_UNKNOWN; // There is no stty here, or no terminal of this process's own.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return COLUMNS_UNKNOWN;
    }
  }

  /** Of "24 80"; some terminals say 0 for what they do not know. */
  static int columns(String size) {
    String[] words = size.strip().split(" ", -1);
    try {
      int reported = words.length == 2 ? Integer.parseInt(words[1]) : 0;
      return reported > 0 ? reported : COLUMNS_UNKNOWN;
    } catch (NumberFormatException _) {
      return COLUMNS_UNKNOWN;
    }
  }
}
