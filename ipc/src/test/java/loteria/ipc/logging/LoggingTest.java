package loteria.ipc.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(60)
class LoggingTest {
  @Test
  void levelsAreKnownByOurNamesAndByPythons() {
    for (String level : List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF")) {
      assertEquals(level, Logging.canonical(level));
    }
    assertEquals("INFO", Logging.canonical("info"));
    assertEquals("WARN", Logging.canonical("warning"));
    assertEquals("ERROR", Logging.canonical("CRITICAL"));
  }

  @Test
  void anythingElseIsRefused() {
    for (String name : List.of("", " ", "I", "INF", "FO", ", ", "DEBUG, INFO", "loud", " INFO")) {
      var refused =
          assertThrows(IllegalArgumentException.class, () -> Logging.canonical(name), name);
      assertEquals("is none of TRACE, DEBUG, INFO, WARN, ERROR, OFF", refused.getMessage(), name);
    }
  }

  @Test
  void linesOfOtherLoggersHaveOurForm() {
    Logging.level("INFO");
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    assertInstanceOf(
        LineAppender.class,
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LineAppender.NAME));
  }
}
