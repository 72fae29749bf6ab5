package loteria.supervisor.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import loteria.ipc.codec.WorkerDialect;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Winner;
import loteria.ipc.row.AgencyDigest;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's end of a worker's connection to the coordinator socket. Any thread may ask; a
 * question fails once the worker is gone.
 *
 * <p>No caller waits for the worker to read: a hung worker must be detected by callers that are not
 * themselves stuck. So a thread of the link's own sends.
 */
public final class WorkerLink implements AutoCloseable {
  private static final ActionLog LOG = new ActionLog(WorkerLink.class);

  private final SocketChannel channel;
  private final FrameReader<WorkerMessage> reader;
  private final BlockingQueue<ByteBuffer> unsent = new LinkedBlockingQueue<>();
  private final Thread sender;
  private final AtomicLong scanIds = new AtomicLong();
  private final Map<Long, Asked<Winner>> scans = new ConcurrentHashMap<>();
  private final Map<Long, Asked<AgencyDigest>> digestScans = new ConcurrentHashMap<>();
  private final CompletableFuture<DrawRecord> recorded = new CompletableFuture<>();
  private final CompletableFuture<Void> flushed = new CompletableFuture<>();
  private final CompletableFuture<Boolean> joined = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** A scan in progress: the receiver of what it finds, and the future that ends with it. */
  private record Asked<T>(Consumer<List<T>> found, CompletableFuture<Void> ended) {
    void answered(List<T> part, boolean isLast) {
      found.accept(part);
      if (isLast) {
        ended.complete(null);
      }
    }
  }

  WorkerLink(SocketChannel channel) {
    this.channel = channel;
    this.reader = FrameReader.ofWorkerMessages(channel);
    this.sender = Thread.ofPlatform().name("link out").daemon().start(this::sendAll);
  }

  /**
   * Asks for the winners in a range of the log.
   *
   * @param found receives them, part by part in the order of the log, on the link's thread
   * @return ends after the last part
   */
  CompletableFuture<Void> scan(
      int winningNumber, ScanPlan.Range range, Consumer<List<Winner>> found) {
    long id = scanIds.incrementAndGet();
    var ended = new CompletableFuture<Void>();
    scans.put(id, new Asked<>(found, ended));
    failWithLink(ended);
    tell(new WorkerMessage.Scan(id, winningNumber, range.from(), range.to(), range.end()));
    return ended;
  }

  /**
   * Asks for the digests of agencies' rows.
   *
   * @param part which of {@code parts} groups of agencies
   * @param logEnd where the log ends
   * @param found receives them, by agency, on the link's thread
   * @return ends after the last of them
   */
  CompletableFuture<Void> scanDigests(
      int part, int parts, long logEnd, Consumer<List<AgencyDigest>> found) {
    long id = scanIds.incrementAndGet();
    var ended = new CompletableFuture<Void>();
    digestScans.put(id, new Asked<>(found, ended));
    failWithLink(ended);
    tell(new WorkerMessage.ScanDigests(id, part, parts, logEnd));
    return ended;
  }

  /** Asks the worker to record the steps of the draw up to a stage. */
  void advance(DrawStage target) {
    tell(new WorkerMessage.Advance(target));
  }

  /** Asks the worker to write out all that it has logged. */
  CompletableFuture<Void> flushLines() {
    failWithLink(flushed);
    tell(new WorkerMessage.FlushLines());
    return flushed;
  }

  /** The worker has written what it had logged. */
  void linesFlushed() {
    flushed.complete(null);
  }

  /** Asks the worker to record the draw in the ledger. */
  CompletableFuture<DrawRecord> record(DrawRecord draw) {
    failWithLink(recorded);
    tell(new WorkerMessage.RecordDraw(draw));
    return recorded;
  }

  /** Asks the worker to record an agency as finished, with the bets that are stored. */
  void closeAgency(int agency) {
    tell(new WorkerMessage.CloseAgency(agency));
  }

  /** Sends that the draw has been made. */
  void drawn(DrawRecord draw) {
    tell(new WorkerMessage.Drawn(draw));
  }

  /** Asks the worker to finish what is in progress, accept nothing new, and end. */
  public void drain() {
    tell(new WorkerMessage.Drain());
  }

  @Override
  public void close() {
    joined.complete(false);
    Channels.close(channel);
  }

  /** Accepts the worker as one of the pool. */
  void joined() {
    joined.complete(true);
  }

  /** Waits until the worker is accepted or refused. */
  boolean awaitJoined() {
    return joined.join();
  }

  /** Waits for the worker's next message; null once it is gone. */
  @Nullable WorkerMessage receive() throws IOException {
    return reader.next();
  }

  void answered(WorkerMessage.Scanned scanned) {
    long id = scanned.id();
    Asked<Winner> asked = scanned.last() ? scans.remove(id) : scans.get(id);
    if (asked != null) {
      asked.answered(scanned.winners(), scanned.last());
    }
  }

  void answered(WorkerMessage.DigestsScanned scanned) {
    long id = scanned.id();
    Asked<AgencyDigest> asked = scanned.last() ? digestScans.remove(id) : digestScans.get(id);
    if (asked != null) {
      asked.answered(scanned.agencies(), scanned.last());
    }
  }

  void answered(WorkerMessage.DrawRecorded answer) {
    recorded.complete(answer.draw());
  }

  /** The worker is gone: fails all open questions. */
  void ended() {
    closed.complete(null);
    close();
    sender.interrupt();
  }

  boolean isEnded() {
    return closed.isDone();
  }

  private void failWithLink(CompletableFuture<?> answer) {
    var _ =
        closed.thenRun(() -> answer.completeExceptionally(new IOException("the worker is gone")));
  }

  private void tell(WorkerMessage message) {
    unsent.add(WorkerDialect.encode(message));
  }

  private void sendAll() {
    try {
      while (true) {
        Channels.write(channel, unsent.take());
      }
    } catch (IOException e) {
      // The thread that reads the link notices, and fails the open questions.
      LOG.detail("coordinator", "error", e);
    } catch (InterruptedException _) {
      // The link has ended.
    }
  }
}
