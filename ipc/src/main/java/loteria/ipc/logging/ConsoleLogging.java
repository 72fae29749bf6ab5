package loteria.ipc.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.Logger;

/**
 * The slf4j provider: logback, configured in code when the first logger is requested.
 *
 * <p>By default slf4j and logback would each search every jar for providers, which takes a good
 * part of a process's start; {@link #select} names this provider instead.
 */
public final class ConsoleLogging extends LogbackServiceProvider {
  private static final String LINE = "%time %-8level %msg%n";

  /** Called by slf4j, which knows this class by name. */
  public ConsoleLogging() {}

  /** Makes slf4j use this provider, if no logger was requested before. */
  static void select() {
    System.setProperty("slf4j.provider", ConsoleLogging.class.getName());
    // Otherwise slf4j would print on standard error which provider it was given.
    System.setProperty("slf4j.internal.verbosity", "WARN");
  }

  @Override
  public void initialize() {
    var context = (LoggerContext) getLoggerFactory();
    context.setName("default");
    context.setMDCAdapter(getMDCAdapter());
    configure(context);
    context.start();
  }

  private static void configure(LoggerContext context) {
    var layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("time", TimeConverter::new);
    layout.setPattern(LINE);
    layout.start();

    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();

    var appender = new LineAppender(encoder, new FileOutputStream(FileDescriptor.out));
    appender.setContext(context);
    appender.start();

    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
  }
}
