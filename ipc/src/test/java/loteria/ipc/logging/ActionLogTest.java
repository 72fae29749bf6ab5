package loteria.ipc.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActionLogTest {
  private final ActionLog log = new ActionLog(ActionLogTest.class);
  private final Logger logger = (Logger) Logging.logger(ActionLogTest.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void listen() {
    written.start();
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    logger.addAppender(written);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(written);
  }

  @Test
  void lineHasActionResultAndValuesInTurn() {
    log.success("apuesta_recibida", "cantidad", 100);
    log.progress("drain", "sessions", 3, "left", "5s");
    log.warn("apuesta_recibida", "cantidad", 7);
    log.fail("exit");
    assertEquals(
        List.of(
            "INFO action: apuesta_recibida | result: success | cantidad: 100",
            "INFO action: drain | result: in_progress | sessions: 3 | left: 5s",
            "WARN action: apuesta_recibida | result: fail | cantidad: 7",
            "ERROR action: exit | result: fail"),
        lines());
  }

  @Test
  void detailIsWrittenOnlyWhereAskedFor() {
    assertFalse(log.isDetailed());
    log.detail("apuesta_almacenada", "dni", "30904465", "numero", 7574);
    logger.setLevel(Level.DEBUG);
    assertTrue(log.isDetailed());
    log.detail("apuesta_almacenada", "dni", "30904465", "numero", 7574);
    assertEquals(
        List.of(
            "DEBUG action: apuesta_almacenada | result: success | dni: 30904465 | numero: 7574"),
        lines());
  }

  @Test
  void valueBreaksNeitherFieldNorLine() {
    log.success("x", "a", "1 | result: fail", "b", "2\r\n3\t4\u00855\u001b[31m", "c", "{} ñ");
    assertEquals(
        List.of(
            "INFO action: x | result: success | a: 1 / result: fail | b: 2  3 4 5 [31m | c: {} ñ"),
        lines());
  }

  @Test
  void textOfAPeerIsCutAndItsDirectionMarksAreWrittenOut() {
    log.warn("session", "error", "draw '\u202e" + "A".repeat(45_000) + "'", "ip", "::1");
    String line = lines().getFirst();
    assertTrue(line.startsWith("WARN action: session | result: fail | error: draw '\\u{202e}AAA"));
    assertTrue(line.endsWith("AAA… and 44545 more | ip: ::1"), line);
  }

  private List<String> lines() {
    return written.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
