package loteria.worker.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import loteria.ipc.io.MessageReader;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The replies that a session owes: one per request, in the requests' order, known or not yet known.
 *
 * <pre>
 *  the session's reader                                    the session's writer
 *  add(reply of request 3) ──▶ │ reply 3 │ reply 2 │ reply 1 │ ──▶ awaitFirst(), pollKnown()
 *                               not known   not known  known
 * </pre>
 *
 * <p>The writer is woken when the first reply is known and not when it is added: each wake-up costs
 * more than a small batch does. A full queue makes the reader wait, and with it the agency.
 */
final class ReplyQueue {
  /** How often a reader or writer that waits checks that the agency is still connected. */
  private static final Duration CHECK_PEER_EVERY = Duration.ofSeconds(2);

  private final Peer peer;
  private final BlockingQueue<Owed> queue;

  /** The reader's: memory of the request whose reply is added next. */
  private MessageReader.@Nullable Held held;

  /** At most one refusal that names rows is in memory, however slowly the agency reads. */
  private final Semaphore refusal = new Semaphore(1);

  /** The writer takes a permit before each look at the queue and waits while there is none. */
  private final Semaphore news = new Semaphore(0);

  /** Set by the reader when it will add nothing more and no longer reads from the channel. */
  private volatile boolean requestsEnded;

  /** Set by the writer when it will write nothing more. */
  private volatile boolean closed;

  /** The agency at the other end of the connection. */
  interface Peer {
    /** Whether it has closed the connection. Called only while no thread reads the channel. */
    boolean isGone() throws IOException;
  }

  /**
   * One reply that is owed.
   *
   * @param agency the agency's number; 0 when it is not known
   * @param batch the request, when it is a batch
   * @param reply completed when the reply is known; null marks the end of all replies
   * @param memory the request's share of the message memory, held until the reply is written
   * @param namesRows whether the reply is a refusal that names rows
   */
  record Owed(
      int agency,
      Request.@Nullable Batch batch,
      @Nullable CompletableFuture<Reply> reply,
      MessageReader.@Nullable Held memory,
      boolean namesRows) {

    /** Whether the reply is known, or is known never to come. */
    boolean isDecided() {
      return reply == null || reply.isDone();
    }

    boolean hasFailed() {
      return reply != null && reply.isCompletedExceptionally();
    }
  }

  /**
   * @param capacity number of replies that may be owed before the reader waits
   */
  ReplyQueue(int capacity, Peer peer) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.peer = peer;
  }

  /**
   * Reader: the request whose reply is added next holds this share of the message memory. A batch
   * holds it until it is stored or refused, a request that waits for the draw gives it back at
   * once, and any other request holds it until its reply is written.
   */
  void holding(MessageReader.Held memory) {
    held = memory;
  }

  /**
   * Reader: adds the reply to the next request; waits while the queue is full.
   *
   * @throws IOException when no more replies are written
   */
  void add(int agency, Request.@Nullable Batch batch, CompletableFuture<Reply> reply)
      throws IOException {
    MessageReader.Held memory = held;
    boolean isKnown = reply.isDone();
    boolean namesRows = isKnown && namesRows(reply);
    boolean isUsed = isKnown && (batch == null || batch.content().length() > 0);
    var owed = new Owed(agency, batch, reply, isUsed ? memory : null, namesRows);
    try {
      while (namesRows && !refusal.tryAcquire(CHECK_PEER_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
        checkPeer();
      }
      if (closed) {
        throw new IOException("the session's replies have ended");
      }
      while (!queue.offer(owed, CHECK_PEER_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
        checkPeer();
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    held = null;
    if (!isUsed && (isKnown || batch == null)) {
      release(memory);
    }
    var _ =
        reply.whenComplete(
            (_, _) -> {
              if (!isKnown && batch != null) {
                release(memory);
              }
              wake();
            });
  }

  /** Reader: no more requests will come. */
  void end() throws InterruptedException {
    release(held);
    held = null;
    if (!closed) {
      // First, so that the writer checks its peer while the queue is too full for the last mark.
      requestsEnded = true;
      wake();
      queue.put(new Owed(0, null, null, null, false));
      wake();
    }
  }

  /** Reader, while it reads nothing: replies may have to wait for the draw. */
  private void checkPeer() throws IOException {
    Owed first = queue.peek();
    boolean isWriting = first == null || first.isDecided();
    if (!isWriting && peer.isGone()) {
      throw new IOException("the agency closed its connection before it was answered");
    }
  }

  /**
   * Writer: waits until the first reply is decided, and takes it.
   *
   * @throws IOException when the agency has closed its connection
   */
  Owed awaitFirst() throws IOException, InterruptedException {
    Owed first = queue.peek();
    while (first == null || !first.isDecided()) {
      awaitNews();
      first = queue.peek();
      boolean mayBeGone = requestsEnded && first != null && !first.isDecided();
      if (mayBeGone && peer.isGone()) {
        throw new IOException("the agency closed its connection before it was answered");
      }
    }
    return queue.remove();
  }

  /**
   * Writer, for a reader that waits for it: as {@link #awaitFirst()}, but only for so long.
   *
   * @return null when the first reply is not decided in time
   */
  @Nullable Owed awaitFirst(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Owed first = queue.peek();
    while (first == null || !first.isDecided()) {
      if (!news.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return null;
      }
      first = queue.peek();
    }
    return queue.remove();
  }

  /** Whether a reply is owed. For reader and writer. */
  boolean isOwing() {
    return !queue.isEmpty();
  }

  /** Writer: the next reply if it is known; else null. One that failed is not known. */
  @Nullable Owed pollKnown() {
    Owed next = queue.peek();
    return next != null && next.isDecided() && !next.hasFailed() ? queue.poll() : null;
  }

  /** Writer: a reply was encoded, or failed; its request's memory is free. */
  void done(Owed owed) {
    release(owed.memory());
    if (owed.namesRows()) {
      refusal.release();
    }
  }

  /** Writer: nothing more is written. Cancels what waits for the draw and lets the reader go. */
  void close() {
    // In this order: a reader that waits to add is woken, and finds the queue closed at the next.
    closed = true;
    for (Owed left = queue.poll(); left != null; left = queue.poll()) {
      release(left.memory());
      if (left.reply() != null && left.batch() == null) {
        left.reply().cancel(false);
      }
    }
    refusal.release();
  }

  private void awaitNews() throws InterruptedException {
    if (requestsEnded) {
      boolean _ = news.tryAcquire(CHECK_PEER_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      news.acquire();
    }
  }

  private void wake() {
    // With a permit left the writer has yet to look, and will see this too.
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  private static boolean namesRows(CompletableFuture<Reply> known) {
    return !known.isCompletedExceptionally()
        && known.join() instanceof Reply.Refused(long _, var badRows)
        && !badRows.isEmpty();
  }

  private static void release(MessageReader.@Nullable Held memory) {
    if (memory != null) {
      memory.release();
    }
  }
}
