package loteria.worker.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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
 * session's reader adds them; a thread of this class writes and closes the channel at the end.
 */
final class ReplyWriter implements AutoCloseable {
  private static final int AHEAD_MAX = 64;

  private final SocketChannel channel;
  private final Form form;
  private final BatchLines log;
  private final ReplyQueue queue;
  private final ByteBuffer[] gathered = new ByteBuffer[AHEAD_MAX];
  private SessionThreads.@Nullable Running writing;

  /** How replies are encoded in the session's dialect. */
  interface Form {
    ByteBuffer encode(int agency, Reply reply);

    /** The winners in pieces, each made when it is asked for: few of a million are in memory. */
    Iterator<ByteBuffer> winners(Collection<String> documents);

    /** Whether a reply is the last of its session. */
    boolean closes(Reply reply);
  }

  /** A writer whose {@link #run} has yet to be called. */
  ReplyWriter(SocketChannel channel, ReplyQueue.Peer peer, Form form, BatchLines log) {
    this.channel = channel;
    this.form = form;
    this.log = log;
    this.queue = new ReplyQueue(AHEAD_MAX, peer);
  }

  /** Starts a thread that writes to a channel. */
  static ReplyWriter to(SocketChannel channel, Form form, BatchLines log) {
    var replies = new ReplyWriter(channel, () -> PeerCheck.isGone(channel), form, log);
    replies.writing = SessionThreads.start(replies::run);
    return replies;
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

  /** No more requests will come: waits until all are answered and the channel is closed. */
  @Override
  public void close() throws IOException {
    try {
      queue.end();
      if (writing != null) {
        writing.join();
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** Writes replies until the last, then closes the channel. */
  void run() {
    try (channel) {
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
    }
  }

  /** Writes a reply and those behind it that are known; false after the session's last. */
  private boolean writeKnown(ReplyQueue.Owed first) throws IOException {
    int count = 0;
    boolean open = true;
    ReplyQueue.Owed next = first;
    while (next != null) {
      if (next.reply() == null) {
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
