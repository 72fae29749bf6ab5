package loteria.e2e.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * An agency on a thread of the test. Its one fault is an interrupt of its thread, which closes its
 * connection at any point; a new thread starts over.
 */
final class SimulatedAgency implements FaultyAgency {
  private final Conversation conversation;
  private final Random random;
  private final CompletableFuture<List<String>> winners = new CompletableFuture<>();
  private volatile boolean hasFailed;
  private Thread thread = Thread.ofVirtual().unstarted(() -> {});

  /** An agency's conversation, from the beginning to its winners. */
  interface Conversation {
    /**
     * Holds the conversation.
     *
     * @throws IOException if it was cut short: hold it again
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
  public boolean hasEnded() {
    return winners.isDone();
  }

  @Override
  public List<String> winners() {
    return winners.join();
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

  /** Whether it has been cut short. */
  boolean hasFailed() {
    return hasFailed;
  }

  private void converse() {
    while (!winners.isDone() && !Thread.currentThread().isInterrupted()) {
      try {
        winners.complete(conversation.hold());
      } catch (IOException _) {
        hasFailed = true;
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
