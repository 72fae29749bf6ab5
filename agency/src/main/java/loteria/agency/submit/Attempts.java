package loteria.agency.submit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WireException;
import loteria.ipc.runtime.ExitCode;

/**
 * The attempts to hold one conversation: with which server, after what wait, and when to give up.
 * It logs the failed ones. Used by one thread.
 */
final class Attempts {
  private static final ActionLog LOG = new ActionLog(Attempts.class);

  private final Servers servers;
  private final CountDownLatch stop;
  private final ServerChoice choice;
  private final Patience patience;
  private final UnansweredHellos hellos = new UnansweredHellos(System::nanoTime);

  /**
   * @param random jitter for the times of retries
   * @param stop ends a wait
   */
  Attempts(Servers servers, RandomGenerator random, CountDownLatch stop) {
    int count = servers.addresses().size();
    this.servers = servers;
    this.stop = stop;
    this.choice = new ServerChoice(count, servers.first(), System::nanoTime, random::nextDouble);
    this.patience = new Patience(servers.giveUpAfter(), count, System::nanoTime);
  }

  /** The server of this attempt. */
  ServerAddress server() {
    return servers.addresses().get(choice.current());
  }

  /** Progress was made: patience starts over, and delays are short again. */
  void movedOn() {
    patience.movedOn();
    choice.movedOn();
  }

  /** The server answered: patience starts over, but the next delay is no shorter. */
  void renew() {
    patience.renew();
  }

  /** The time left to try. */
  Duration left() {
    return patience.left();
  }

  /** HELLO goes out to the server. */
  void greeted() {
    hellos.sent(server());
  }

  /** Its WELCOME came. */
  void welcomed() {
    hellos.welcomed(server());
    patience.renew();
  }

  /**
   * This attempt failed: waits until the next one is due, with the server that is then the present
   * one.
   *
   * @throws SubmissionFailed if there was no progress for too long
   * @throws Stopped if the process is asked to end
   */
  void failed(IOException why) throws SubmissionFailed, Stopped {
    if (stop.getCount() == 0) {
      throw new Stopped();
    }
    ServerAddress failed = server();
    int failures = choice.failures() + 1;
    Duration asked =
        why instanceof Unavailable unavailable ? unavailable.retryAfter() : Duration.ZERO;
    Duration delay = choice.failed(asked);
    patience.failed();
    Duration left = patience.left();
    if (left.isZero()) {
      throw new SubmissionFailed(ExitCode.GAVE_UP, noProgress(failed, why));
    }
    if (Backoff.isLogged(failures)) {
      tell(failed, failures, why, delay);
    }
    try {
      if (stop.await(Math.min(delay.toNanos(), left.toNanos()), TimeUnit.NANOSECONDS)) {
        throw new Stopped();
      }
    } catch (InterruptedException _) {
      throw new Stopped();
    }
  }

  /**
   * This attempt's session was superseded.
   *
   * @return whether another attempt with the same server is due, because the newer session may be
   *     one of this program
   */
  boolean superseded(ServerRefused why) {
    if (!hellos.explainSuperseded(server())) {
      return false;
    }
    LOG.warn(
        "connect",
        "server",
        server(),
        "error",
        why.getMessage()
            + "; this may be a late effect of this program's own HELLO to another"
            + " server: tries once more");
    return true;
  }

  private void tell(ServerAddress failed, int failures, IOException why, Duration delay) {
    List<Object> line =
        new ArrayList<>(
            List.of(
                "server",
                failed,
                "failures",
                failures,
                "error",
                text(why),
                "retry_in_ms",
                delay.toMillis()));
    if (servers.areSeveral()) {
      line.addAll(List.of("next_server", server()));
    }
    LOG.warn("connect", line.toArray());
  }

  private String noProgress(ServerAddress failed, IOException why) {
    String time = "no progress for " + servers.giveUpAfter().toSeconds() + " s";
    return servers.areSeveral()
        ? time
            + " with any of "
            + servers.addresses().size()
            + " servers, last failure: "
            + failed
            + ": "
            + text(why)
        : time + ", last failure: " + text(why);
  }

  private static String text(IOException e) {
    return e instanceof Unavailable || e instanceof WireException
        ? String.valueOf(e.getMessage())
        : e.toString();
  }
}
