package loteria.worker.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import loteria.ipc.io.Channels;
import loteria.ipc.io.MessageReader;
import loteria.ipc.io.PeerCheck;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.SessionThreads;
import org.jspecify.annotations.Nullable;

/**
 * Writes a session's replies to its channel, in order, and as many to a write as are known. The
 * session's reader adds them, and writes them itself while it has one request at a time in hand: to
 * wake another thread for each would cost more than a small batch does. Once requests come ahead of
 * their replies, or a reply takes long, a thread of this class writes from then on.
 */
final class ReplyWriter implements AutoCloseable {
  private static final int AHEAD_MAX = 64;

  /** How long the reader waits for a reply, in which it reads nothing. */
  private static final Duration READER_PATIENCE = Duration.ofMillis(500);

  private final SocketChannel channel;
  private final Form form;
  private final BatchLines log;
  private final ReplyQueue queue;
  private final Threads threads;
  private final ByteBuffer[] gathered = new ByteBuffer[AHEAD_MAX];

  /** Null while the reader writes. The reader's, as is the next. */
  private SessionThreads.@Nullable Running writing;

  /** The reader has written the session's last reply, or could not write one. */
  private boolean isOver;

  /** All replies have been written, and none was the session's last. The writer's. */
  private boolean isAllWritten;

  /** How replies are encoded in the session's dialect. */
  interface Form {
    ByteBuffer encode(int agency, Reply reply);

    /** The winners in pieces, each made when it is asked for: few of a million are in memory. */
    Iterator<ByteBuffer> winners(Collection<String> documents);

    /** Whether a reply is the last of its session. */
    boolean closes(Reply reply);
  }

  /** Where threads come from. */
  interface Threads {
    SessionThreads.Running start(Runnable task);
  }

  /**
   * @param channel stays open unless a reply ends the session
   * @param threads starts the thread that writes, if there is to be one
   */
  ReplyWriter(
      SocketChannel channel, ReplyQueue.Peer peer, Form form, BatchLines log, Threads threads) {
    this.channel = channel;
    this.threads = threads;
    this.form = form;
    this.log = log;
    this.queue = new ReplyQueue(AHEAD_MAX, peer);
  }

  /** Writes to a channel, which stays open unless a reply ends the session. */
  static ReplyWriter to(SocketChannel channel, Form form, BatchLines log) {
    return new ReplyWriter(
        channel, () -> PeerCheck.isGone(channel), form, log, SessionThreads::start);
  }

  /** Starts a thread that writes, unless there is one. */
  void writeBeside() {
    if (writing == null && !isOver) {
      writing = threads.start(this::run);
    }
  }

  /**
   * Waits until all that is owed is known and writes it, unless a thread does. What takes long is
   * left to a thread.
   *
   * @return false when nothing more is written, and the reader is to end
   * @throws IOException when the reply could not be written
   */
  boolean writeHere() throws IOException {
    while (writing == null && !isOver && queue.isOwing()) {
      isOver = true;
      ReplyQueue.Owed first = awaitFirst();
      isOver = first != null && !writeKnown(first);
      if (first == null) {
        writeBeside();
      }
    }
    return !isOver;
  }

  private ReplyQueue.@Nullable Owed awaitFirst() throws IOException {
    try {
      return queue.awaitFirst(READER_PATIENCE);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** As {@link ReplyQueue#holding}. */
  void holding(MessageReader.Held memory) {
    queue.holding(memory);
  }

  /**
   * Adds the reply to the next request; waits while too many are owed.
   *
   * @throws IOException when no more replies are written
   */
  void add(int agency, CompletableFuture<Reply> reply) throws IOException {
    queue.add(agency, null, reply);
  }

  /** Adds the reply to a batch. */
  void add(int agency, Request.Batch batch, CompletableFuture<Reply> reply) throws IOException {
    boolean logged = log.namesBets() && !isRefusal(reply);
    // Else its rows would stay in memory, uncounted, until the reply is written.
    Request.Batch kept = logged ? batch : new Request.Batch(batch.id(), batch.rows(), Bytes.NONE);
    queue.add(agency, kept, reply);
  }

  private static boolean isRefusal(CompletableFuture<Reply> reply) {
    return reply.isDone()
        && !reply.isCompletedExceptionally()
        && !(reply.join() instanceof Reply.Ack);
  }

  /** No more requests will come: waits until all are answered. */
  @Override
  public void close() throws IOException {
    try {
      queue.end();
      if (writing != null) {
        writing.join();
      } else if (isOver) {
        queue.close();
        channel.close();
      } else {
        run();
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Writes replies until the reader has ended and all are written, or until one that is the
   * session's last or cannot be written: then it closes the channel, which ends the reader.
   */
  private void run() {
    try {
      boolean open = true;
      while (open) {
        open = writeKnown(queue.awaitFirst());
      }
    } catch (SessionMovedException | IOException e) {
      // The relay sees the connection end, and gives the session to another worker or is gone.
      log.ended(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      queue.close();
      if (!isAllWritten) {
        Channels.close(channel);
      }
    }
  }

  /** Writes a reply and those behind it that are known; false after the session's last. */
  private boolean writeKnown(ReplyQueue.Owed first) throws IOException {
    int count = 0;
    boolean open = true;
    ReplyQueue.Owed next = first;
    while (next != null) {
      if (next.reply() == null) {
        isAllWritten = true;
        open = false;
        break;
      }
      try {
        Reply reply = join(next.reply());
        if (reply instanceof Reply.Winners(Collection<String> documents)) {
          Channels.write(channel, gathered, count);
          count = 0;
          write(form.winners(documents));
        } else {
          gathered[count++] = form.encode(next.agency(), reply);
        }
        log.answered(next.agency(), next.batch(), reply);
        open = !form.closes(reply);
      } finally {
        queue.done(next);
      }
      next = open && count < AHEAD_MAX ? queue.pollKnown() : null;
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
