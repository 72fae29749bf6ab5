package loteria.worker.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageReader;
import loteria.ipc.io.PeerCheck;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.SessionThreads;
import org.jspecify.annotations.Nullable;

/**
 * A session's answers on their way out: one per request, in order, as many to a write as are known.
 *
 * <p>The session's reader adds; a thread of this class writes. It is woken when the first answer is
 * known, not when there is one: each time that a thread is woken costs more than a small batch
 * does. It is full at {@value #AHEAD_MAX} answers: then the reader waits, and with it the agency.
 */
final class ReplyWriter implements AutoCloseable {
  private static final int AHEAD_MAX = 64;

  /** How often it is seen, while nothing is read, whether anybody waits for answers. */
  private static final Duration CHECK_PEER_EVERY = Duration.ofSeconds(2);

  private final SocketChannel channel;
  private final Peer peer;
  private final Form form;
  private final BatchLogLines log;
  private final BlockingQueue<Answer> queue = new ArrayBlockingQueue<>(AHEAD_MAX);
  private final ByteBuffer[] gathered = new ByteBuffer[AHEAD_MAX];
  private SessionThreads.@Nullable Running writing;

  /** The reader's: what the request has of memory whose answer is added next. */
  private MessageReader.@Nullable Held held;

  /** Of refusals that name rows only one is in memory, however little the agency reads. */
  private final Semaphore refusal = new Semaphore(1);

  /** The writer takes one before each look, and waits while there is none. */
  private final Semaphore news = new Semaphore(0);

  /** The reader's last word: nobody reads from the channel any more. */
  private volatile boolean requestsEnded;

  private volatile boolean closed;

  /** Who answers are for. */
  interface Peer {
    /** Whether it has closed the connection. Asked when no other thread uses the channel. */
    boolean isGone() throws IOException;
  }

  /** How replies are said in the session's dialect. */
  interface Form {
    ByteBuffer encode(int agency, Reply reply);

    /** Winners in pieces, each made when it is asked for: of a million, few are in memory. */
    Iterator<ByteBuffer> winners(Collection<String> documents);

    /** Whether a reply is the last of its session. */
    boolean closes(Reply reply);
  }

  /**
   * One answer.
   *
   * @param agency whom it answers; 0 where that is not known
   * @param batch what it answers, where that is a batch
   * @param reply what will be answered; null for the end of all answers
   * @param memory what the request has of the memory for messages until this is written, or null
   * @param namesRows whether it is a refusal that names rows
   */
  private record Answer(
      int agency,
      Request.@Nullable Batch batch,
      @Nullable CompletableFuture<Reply> reply,
      MessageReader.@Nullable Held memory,
      boolean namesRows) {

    /** Whether it need not be waited for any more, though it may be that it will not come. */
    boolean isDecided() {
      return reply == null || reply.isDone();
    }

    boolean willNotCome() {
      return reply != null && reply.isCompletedExceptionally();
    }
  }

  /** Answers that nobody writes yet: {@link #run} does. */
  ReplyWriter(SocketChannel channel, Peer peer, Form form, BatchLogLines log) {
    this.channel = channel;
    this.peer = peer;
    this.form = form;
    this.log = log;
  }

  /** Begins to write to a channel; closes it after the last answer. */
  static ReplyWriter to(SocketChannel channel, Form form, BatchLogLines log) {
    var answers = new ReplyWriter(channel, () -> PeerCheck.isGone(channel), form, log);
    answers.writing = SessionThreads.start(answers::run);
    return answers;
  }

  /**
   * Adds the answer to the next request; waits while too many are unanswered.
   *
   * @throws IOException when no more answers are written
   */
  void add(int agency, CompletableFuture<Reply> reply) throws IOException {
    put(agency, null, reply);
  }

  /** Adds the answer to a batch. */
  void add(int agency, Request.Batch batch, CompletableFuture<Reply> reply) throws IOException {
    boolean logged = log.namesBets() && !isRefusal(reply);
    // Its rows would stay in memory until the answer is written, and nobody counts them any more.
    Request.Batch kept = logged ? batch : new Request.Batch(batch.id(), batch.rows(), Bytes.NONE);
    put(agency, kept, reply);
  }

  /**
   * The request whose answer is added next has this of the memory for messages. A batch has it
   * until it is stored or refused, one that waits for the draw needs none, and any other has it
   * until it is answered.
   */
  void holding(MessageReader.Held memory) {
    held = memory;
  }

  /** No more requests will come: waits until all are answered and the channel is closed. */
  @Override
  public void close() throws IOException {
    release(held);
    held = null;
    try {
      if (!closed) {
        // First: while the answers are too many for another, it is seen whether they are awaited.
        requestsEnded = true;
        wake();
        queue.put(new Answer(0, null, null, null, false));
        wake();
      }
      if (writing != null) {
        writing.join();
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private void put(int agency, Request.@Nullable Batch batch, CompletableFuture<Reply> reply)
      throws IOException {
    MessageReader.Held memory = held;
    boolean isKnown = reply.isDone();
    boolean namesRows = isKnown && namesRows(reply);
    boolean isUsed = isKnown && (batch == null || batch.content().length() > 0);
    Answer answer = new Answer(agency, batch, reply, isUsed ? memory : null, namesRows);
    try {
      while (namesRows && !refusal.tryAcquire(CHECK_PEER_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
        checkPeer();
      }
      if (closed) {
        throw new IOException("the session's answers have ended");
      }
      while (!queue.offer(answer, CHECK_PEER_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
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

  /** Called by the reader while it reads nothing, for answers that may wait for the draw. */
  private void checkPeer() throws IOException {
    Answer first = queue.peek();
    boolean writes = first == null || first.isDecided();
    if (!writes && peer.isGone()) {
      throw new IOException("gone before it was answered");
    }
  }

  private static boolean isRefusal(CompletableFuture<Reply> reply) {
    return reply.isDone()
        && !reply.isCompletedExceptionally()
        && !(reply.join() instanceof Reply.Ack);
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

  private void wake() {
    // While there is one, the look that it leads to is still to come, and sees what is new now.
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  /** Writes answers until the last, then closes the channel. */
  void run() {
    try (channel) {
      boolean open = true;
      while (open) {
        open = writeKnown(firstDecided());
      }
    } catch (SessionMovedException | IOException e) {
      // The relay sees the connection end, and takes the session elsewhere or is gone itself.
      log.ended(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      // In this order: a reader that waits to add is let go, and finds it closed at the next.
      closed = true;
      for (Answer left = queue.poll(); left != null; left = queue.poll()) {
        release(left.memory());
        if (left.reply() != null && left.batch() == null) {
          // Whoever waits for the draw would be kept until then, for nobody.
          left.reply().cancel(false);
        }
      }
      refusal.release();
    }
  }

  /**
   * Waits until the first answer need not be waited for any more, and takes it.
   *
   * @throws IOException when the peer is gone, and nobody waits for the answer
   */
  private Answer firstDecided() throws IOException, InterruptedException {
    Answer first = queue.peek();
    while (first == null || !first.isDecided()) {
      awaitNews();
      first = queue.peek();
      boolean mayBeInVain = requestsEnded && first != null && !first.isDecided();
      if (mayBeInVain && peer.isGone()) {
        throw new IOException("gone before it was answered");
      }
    }
    return queue.remove();
  }

  private void awaitNews() throws InterruptedException {
    if (requestsEnded) {
      boolean _ = news.tryAcquire(CHECK_PEER_EVERY.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      news.acquire();
    }
  }

  /** Writes an answer and those behind it that are known already. */
  private boolean writeKnown(Answer first) throws IOException {
    int count = 0;
    boolean open = true;
    Answer next = first;
    while (next != null) {
      if (next.reply() == null) {
        open = false;
        break;
      }
      Reply reply = join(next.reply());
      if (reply instanceof Reply.Winners(Collection<String> documents)) {
        Channels.write(channel, gathered, count);
        count = 0;
        write(form.winners(documents));
      } else {
        gathered[count++] = form.encode(next.agency(), reply);
        release(next.memory());
        if (next.namesRows()) {
          refusal.release();
        }
      }
      log.answered(next.agency(), next.batch(), reply);
      open = !form.closes(reply);
      boolean another = open && count < AHEAD_MAX && isKnown(queue.peek());
      next = another ? queue.poll() : null;
    }
    Channels.write(channel, gathered, count);
    return open;
  }

  private void write(Iterator<ByteBuffer> pieces) throws IOException {
    try {
      while (pieces.hasNext()) {
        Channels.write(channel, pieces.next());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** One that will not come is not known: those before it must be written first. */
  private static boolean isKnown(@Nullable Answer answer) {
    return answer != null && answer.isDecided() && !answer.willNotCome();
  }

  private static Reply join(CompletableFuture<Reply> reply) {
    try {
      return reply.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SessionMovedException moved) {
        throw moved;
      }
      throw e;
    }
  }
}
