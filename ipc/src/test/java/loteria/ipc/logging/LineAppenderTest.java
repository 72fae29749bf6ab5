package loteria.ipc.logging;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineAppenderTest {
  private static final long SEED = 45;
  private static final int THREADS = 8;
  private static final int LINES_EACH = 3_000;

  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("lines");

  @Test
  void linesGoOutWholeInOrderAndNoneIsLost() throws InterruptedException {
    start();
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int id = thread;
      threads.add(Thread.ofPlatform().start(() -> logNumbered(id)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    context.stop();

    List<String> lines = writes.stream().flatMap(String::lines).toList();
    assertEquals(THREADS * LINES_EACH, lines.size(), "seed " + SEED);
    for (int id = 0; id < THREADS; id++) {
      String mine = id + " ";
      List<String> ofThread = lines.stream().filter(line -> line.startsWith(mine)).toList();
      for (int i = 0; i < LINES_EACH; i++) {
        assertTrue(ofThread.get(i).startsWith(mine + i + " "), "seed " + SEED);
        assertTrue(ofThread.get(i).endsWith("."), "seed " + SEED);
      }
    }
    for (String write : writes) {
      assertTrue(write.endsWith("\n"), "a write ends inside a line, seed " + SEED);
      assertTrue(write.length() <= 4096 || write.lines().count() == 1, "seed " + SEED);
    }
    assertTrue(writes.size() < lines.size(), "several lines go out in one write");
  }

  @Test
  void lineGoesOutSoonWithoutAnother() {
    start();
    logger.info("alone");
    await().atMost(Duration.ofSeconds(5)).until(() -> !writes.isEmpty());
    assertEquals(List.of("alone\n"), writes);
  }

  @Test
  void warningGoesOutAtOnceWithWhatWasBeforeIt() {
    start();
    logger.info("before");
    logger.warn("now");
    await().atMost(Duration.ofSeconds(5)).until(() -> writes.size() == 1);
    assertEquals(List.of("before\nnow\n"), writes);
  }

  @Test
  void flushedLinesAreOutOnReturn() {
    LineAppender appender = start();
    logger.info("one");
    logger.info("two");
    appender.flushNow();
    assertEquals("one\ntwo\n", String.join("", writes));
  }

  @Test
  void lineLongerThanAWriteKeepsItsPlace() {
    LineAppender appender = start();
    String longest = "x".repeat(4096);
    logger.info("before");
    logger.info(longest);
    logger.warn("after");
    appender.flushNow();
    assertEquals("before\n" + longest + "\nafter\n", String.join("", writes));
  }

  private LineAppender start() {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%n");
    encoder.start();
    var appender = new LineAppender(encoder, recorder());
    appender.setContext(context);
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    return appender;
  }

  private void logNumbered(int thread) {
    var random = new Random(SEED + thread);
    for (int i = 0; i < LINES_EACH; i++) {
      int length = random.nextInt(100) == 0 ? 5_000 : random.nextInt(200);
      logger.info("{} {} {}.", thread, i, "x".repeat(length));
    }
  }

  /** A stream that keeps what each write brought. */
  private OutputStream recorder() {
    return new OutputStream() {
      @Override
      public void write(int one) {
        throw new AssertionError("a byte alone");
      }

      @Override
      public void write(byte[] bytes, int from, int count) {
        if (count > 0) {
          byte[] content = Arrays.copyOfRange(bytes, from, from + count);
          writes.add(new String(content, StandardCharsets.UTF_8));
        }
      }
    };
  }
}
