package loteria.ipc.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log level, and the flush before a process ends. */
public final class Logging {
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  static {
    ConsoleLogging.select();
  }

  private Logging() {}

  static Logger logger(Class<?> owner) {
    return LoggerFactory.getLogger(owner);
  }

  /**
   * Sets the lowest level that is logged.
   *
   * @throws IllegalArgumentException if there is no such level, naming the levels
   */
  public static void level(String name) {
    String level = canonical(name);
    context().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
  }

  /** Has a library's loggers say what a person must know of and nothing else. */
  public static void quieten(String name) {
    context().getLogger(name).setLevel(Level.ERROR);
  }

  /**
   * The level's name in our lines; Python's {@code WARNING} and {@code CRITICAL} are accepted too.
   */
  public static String canonical(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String level =
        switch (upper) {
          case "WARNING" -> "WARN";
          case "CRITICAL", "FATAL" -> "ERROR";
          default -> upper;
        };
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException("is none of " + String.join(", ", LEVELS));
    }
    return level;
  }

  /** Writes buffered lines, so that they come before what is printed next. */
  public static void flushNow() {
    Appender<ILoggingEvent> appender =
        context().getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LineAppender.NAME);
    if (appender instanceof LineAppender lines) {
      lines.flushNow();
    }
  }

  /** Writes buffered lines; the last thing a process does. */
  public static void flush() {
    context().stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
