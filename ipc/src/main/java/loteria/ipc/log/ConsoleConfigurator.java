package loteria.ipc.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.Logger;

/** Sets logback up in code: no file is searched for and no XML parsed when a process starts. */
public final class ConsoleConfigurator extends ContextAwareBase implements Configurator {
  private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss} %-8level %msg%n";

  /** Called by logback, which finds this class as a service. */
  public ConsoleConfigurator() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();

    var appender = new LineAppender(encoder, new FileOutputStream(FileDescriptor.out));
    appender.setContext(context);
    appender.start();

    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
