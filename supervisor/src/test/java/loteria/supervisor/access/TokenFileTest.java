package loteria.supervisor.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.folder.SecretFile;
import loteria.testkit.CapturedLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(10)
class TokenFileTest {
  private static final String OLD = "the-old-token-0123";
  private static final String NEW = "the-new-token-4567";

  private final Logger logger = (Logger) LoggerFactory.getLogger(TokenFile.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong(-5);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void listen() throws IOException {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
    file = folder.resolve("token");
    write(OLD + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void detach() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
    assertFalse(lines().toString().contains(OLD) || lines().toString().contains(NEW));
  }

  @Test
  void theFirstLineCountsWithoutBlanksAroundIt() throws IOException {
    for (String text : List.of(OLD, OLD + "\n", OLD + "\r\nmore\n", "  " + OLD + " \n\n")) {
      write(text);
      assertTrue(TokenFile.open(file).current().matches(OLD), text);
    }
  }

  @Test
  void anUnusableFileIsRefusedWithoutItsContent() throws IOException {
    assertRefused("does not exist", folder.resolve("none"));
    assertRefused("is not a regular file", folder);
    for (String text : List.of("", "\n" + OLD, "secret\n", "a secret of many characters")) {
      write(text);
      assertRefused("is not usable: its first line has ", file);
    }
    write("x".repeat(100_000));
    assertRefused("is not usable: its first line has more than 1024 characters", file);
  }

  @Test
  void aNewTokenIsValidWithinASecond() throws IOException {
    TokenFile tokens = TokenFile.open(file, nanos::get);
    Token old = tokens.current();
    write(NEW);
    advance(Duration.ofMillis(999));
    assertSame(old, tokens.current());
    advance(Duration.ofMillis(1));
    assertTrue(tokens.current().matches(NEW));
    assertFalse(tokens.current().matches(OLD));
    assertEquals(1, lines().size(), lines()::toString);
    advance(Duration.ofHours(1));
    tokens.current();
    assertEquals(1, lines().size(), lines()::toString);
  }

  @Test
  void theSameTokenIsTheSameObject() throws IOException {
    TokenFile tokens = TokenFile.open(file, nanos::get);
    Token token = tokens.current();
    write(OLD + "\n\n");
    advance(Duration.ofSeconds(2));
    assertSame(token, tokens.current());
  }

  @Test
  void whileTheFileIsMissingOrEmptyTheTokenBeforeIsValidAndOneLineReportsIt() throws IOException {
    TokenFile tokens = TokenFile.open(file, nanos::get);
    Files.delete(file);
    for (int i = 0; i < 3; i++) {
      advance(Duration.ofSeconds(1));
      assertTrue(tokens.current().matches(OLD));
    }
    assertEquals(1, lines().size(), lines()::toString);
    assertTrue(lines().getFirst().endsWith("does not exist: the token before remains valid"));
    write("");
    advance(Duration.ofSeconds(1));
    assertTrue(tokens.current().matches(OLD));
    assertEquals(2, lines().size(), lines()::toString);
    write(NEW);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    advance(Duration.ofSeconds(1));
    assertTrue(tokens.current().matches(NEW));
    assertEquals(3, lines().size(), lines()::toString);
  }

  @Test
  void aFileThatEveryUserCanReadIsReported() throws IOException {
    try (var captured = new CapturedLines(SecretFile.class.getPackage())) {
      TokenFile.open(file);
      assertEquals(List.of(), captured.lines(""));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      TokenFile.open(file);
      String line = captured.lines(file.toString()).getFirst();
      assertTrue(line.endsWith("every user can read it: use chmod o-r"), line);
    }
  }

  private void assertRefused(String why, Path refused) {
    var e = assertThrows(IOException.class, () -> TokenFile.open(refused));
    String line = String.valueOf(e.getMessage());
    assertTrue(line.startsWith(why), line);
    assertFalse(line.contains("secret"), line);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> lines() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
