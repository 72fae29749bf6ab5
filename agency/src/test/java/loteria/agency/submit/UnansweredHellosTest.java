package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class UnansweredHellosTest {
  private static final ServerAddress A = new ServerAddress("a", 1);
  private static final ServerAddress B = new ServerAddress("b", 1);
  private static final ServerAddress C = new ServerAddress("c", 1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final UnansweredHellos hellos = new UnansweredHellos(nanos::get);

  @Test
  void aHelloToAnotherServerExplainsOneSuperseded() {
    hellos.sent(A);
    hellos.sent(B);
    hellos.welcomed(B);

    assertTrue(hellos.explainSuperseded(B));
    assertFalse(hellos.explainSuperseded(B));
  }

  @Test
  void eachOfThemExplainsOne() {
    hellos.sent(A);
    hellos.sent(B);
    hellos.sent(C);
    hellos.welcomed(C);

    assertTrue(hellos.explainSuperseded(C));
    assertTrue(hellos.explainSuperseded(C));
    assertFalse(hellos.explainSuperseded(C));
  }

  @Test
  void aHelloToTheSameServerExplainsNothing() {
    hellos.sent(A);
    hellos.sent(A);

    assertFalse(hellos.explainSuperseded(A));
  }

  @Test
  void aHelloThatGotItsWelcomeExplainsNothing() {
    hellos.sent(A);
    hellos.welcomed(A);
    hellos.sent(B);
    hellos.welcomed(B);

    assertFalse(hellos.explainSuperseded(B));
  }

  @Test
  void aHelloOfLongAgoExplainsNothing() {
    hellos.sent(A);
    hellos.sent(B);
    pass(59);
    assertTrue(hellos.explainSuperseded(C));
    pass(2);

    assertFalse(hellos.explainSuperseded(C));
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
