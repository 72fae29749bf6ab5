package loteria.worker.session;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.AcceptLoop;
import loteria.ipc.io.MessageMemory;
import loteria.ipc.io.MessageReader;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WireException;
import loteria.ipc.runtime.SessionCount;
import loteria.ipc.runtime.SessionThreads;

/**
 * Takes the connections that the supervisor makes, one session after another on each, until closed.
 *
 * <p>Closing reads nothing more and replies to what has been read. A session that waits for the
 * draw ends without a reply, and the relay gives it to another worker.
 */
public final class Sessions implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(Sessions.class);

  private final AcceptLoop loop;
  private final RequestHandler handler;
  private final DrawResults results;
  private final MessageMemory memory;
  private final BatchLines batchLines = new BatchLines();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final Set<Session> conversing = ConcurrentHashMap.newKeySet();

  private final SessionCount sessions = new SessionCount();

  private volatile boolean closing;

  private Sessions(
      UnixSocket socket, RequestHandler handler, DrawResults results, MessageMemory memory) {
    this.loop =
        new AcceptLoop("accept", socket, this::accepted, e -> LOG.fail("accept", "error", e));
    this.handler = handler;
    this.results = results;
    this.memory = memory;
  }

  /**
   * Starts to accept connections; owns the socket from now on.
   *
   * @param memory for what all sessions together have in hand
   */
  public static Sessions serve(
      UnixSocket socket, RequestHandler handler, DrawResults results, MessageMemory memory) {
    var sessions = new Sessions(socket, handler, results, memory);
    sessions.loop.start();
    return sessions;
  }

  /** How many sessions are open. */
  public int open() {
    return open.size();
  }

  /** The agencies that have a session here, and whether they wait for their winners. */
  public Map<Integer, Boolean> agencies() {
    Map<Integer, Boolean> agencies = new HashMap<>();
    for (Session session : conversing) {
      boolean waits = session.wantsWinners() && !results.isDrawn();
      agencies.merge(session.agencyNumber(), waits, Boolean::logicalOr);
    }
    agencies.remove(0);
    return agencies;
  }

  @Override
  public void close() throws IOException {
    closing = true;
    loop.close();
    results.abandon();
    for (SocketChannel channel : open) {
      stopReading(channel);
    }
    try {
      sessions.awaitNone();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while sessions ended", e);
    }
  }

  private void accepted(SocketChannel channel) {
    open.add(channel);
    sessions.begin();
    SessionThreads.start(() -> serve(channel));
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      MessageReader.Session first = closing ? null : MessageReader.ofSession(channel, memory);
      if (first != null) {
        serve(channel, first);
      }
    } catch (SessionMovedException | IOException e) {
      batchLines.ended(e);
    } finally {
      open.remove(channel);
      sessions.end();
    }
  }

  /** Serves a session, and those that follow it on its channel. */
  private void serve(SocketChannel channel, MessageReader.Session first) throws IOException {
    try (MessageReader requests = first.requests()) {
      SessionStart start = first.start();
      while (start != null) {
        converse(channel, start, requests);
        start = channel.isOpen() ? requests.following() : null;
      }
    }
  }

  private void converse(SocketChannel channel, SessionStart start, MessageReader reader)
      throws IOException {
    boolean isNative = start.dialect() == Dialect.NATIVE;
    ReplyWriter.Form form = isNative ? new NativeSession.Form() : new TextSession.Form();
    ReplyWriter replies = ReplyWriter.to(channel, form, batchLines);
    if (isNative) {
      // Its agencies send ahead. A large batch fills its block to the byte, so that would go
      // unseen.
      replies.writeBeside();
    }
    Session session =
        isNative
            ? new NativeSession(handler, replies, start)
            : new TextSession(handler, replies, start);
    conversing.add(session);
    try (replies) {
      takeAll(session, reader, replies);
    } finally {
      conversing.remove(session);
    }
  }

  private static void takeAll(Session session, MessageReader reader, ReplyWriter replies)
      throws IOException {
    try {
      boolean more = true;
      while (more) {
        Bytes message = reader.next();
        if (message == null) {
          return;
        }
        replies.holding(reader.hold(message));
        boolean comesAlone = !reader.hasMore();
        more = session.take(message);
        if (!comesAlone || session.wantsWinners()) {
          replies.writeBeside();
        }
        more = more && replies.writeHere();
      }
    } catch (WireException e) {
      var failure = new Reply.Failure(e.code(), String.valueOf(e.getMessage()));
      replies.add(session.agencyNumber(), CompletableFuture.completedFuture(failure));
    }
  }

  private static void stopReading(SocketChannel channel) {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      LOG.detail("close", "resource", "session", "error", e);
    }
  }
}
