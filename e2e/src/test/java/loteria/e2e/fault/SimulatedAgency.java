package loteria.e2e.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An agency on a thread of the test. Its one blow is that its thread is interrupted, which closes
 * its connection in the middle of whatever it was doing; a new thread begins anew.
 */
final class SimulatedAgency implements Agency {
  private static final int PATIENCE_SECONDS = 60;

  private final Conversation conversation;
  private final Random random;
  private final CompletableFuture<List<String>> winners = new CompletableFuture<>();
  private volatile String lastFailure = "none";
  private Thread thread = Thread.ofVirtual().unstarted(() -> {});

  /** What an agency says to the server, from the beginning to its winners. */
  interface Conversation {
    /**
     * Says it.
     *
     * @throws IOException when it was cut short: say it again
     */
    List<String> hold() throws IOException;
  }

  SimulatedAgency(Conversation conversation, Random random) {
    this.conversation = conversation;
    this.random = random;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().start(this::converse);
  }

  @Override
  public void kill() {
    close();
    start();
  }

  @Override
  public void terminate() {
    kill();
  }

  @Override
  public void stop(Duration length) throws InterruptedException {
    close();
    FaultPause.of(length);
    start();
  }

  @Override
  public List<String> winners() throws InterruptedException {
    try {
      return winners.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no winners; last failure: " + lastFailure, e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private void converse() {
    while (!winners.isDone() && !Thread.currentThread().isInterrupted()) {
      try {
        winners.complete(conversation.hold());
      } catch (IOException e) {
        lastFailure = e.toString();
        if (!pauses()) {
          return;
        }
      } catch (RuntimeException | AssertionError e) {
        winners.completeExceptionally(e);
      }
    }
  }

  private boolean pauses() {
    try {
      FaultPause.of(FaultPause.random(random, 0, 50));
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
