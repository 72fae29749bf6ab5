package loteria.supervisor.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;

/** What workers do for one agency, without a disk; each of their sessions dies at some moment. */
final class ModelWorker {
  /** A batch whose rows begin with this has a bad row. */
  static final byte BAD = '!';

  private static final int CUT_ONE_IN = 100;

  private final Random random;
  private final AtomicInteger cuts = new AtomicInteger();

  /** Guarded by this, as is {@link #random}: the id of the last batch stored. */
  private long lastStored;

  ModelWorker(long seed) {
    random = new Random(seed);
  }

  /** How many sessions have died. */
  int cuts() {
    return cuts.get();
  }

  synchronized long lastStored() {
    return lastStored;
  }

  /** Serves a session until it ends, or dies inside an answer. */
  void serve(FakeWorker.Session session) throws IOException {
    long heldBack = session.start().refused();
    var unsent = new ByteArrayOutputStream();
    Request request = session.request();
    while (request != null) {
      Reply reply = heldBack > 0 ? answer(request, heldBack) : answer(request, Long.MAX_VALUE);
      switch (reply) {
        case Reply.Refused(long id, var bad) when !bad.isEmpty() -> heldBack = id;
        case Reply.Ack _ -> heldBack = 0;
        default -> {}
      }
      ByteBuffer frame = NativeDialect.encode(reply);
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      boolean dies = oneIn(CUT_ONE_IN);
      unsent.write(bytes, 0, dies ? below(bytes.length + 1) : bytes.length);
      if (dies) {
        cuts.incrementAndGet();
        session.raw(ByteBuffer.wrap(unsent.toByteArray()));
        return;
      }
      request = session.requestIfHere();
      if (request == null || oneIn(10)) {
        session.raw(ByteBuffer.wrap(unsent.toByteArray()));
        unsent.reset();
      }
      request = request == null ? session.request() : request;
    }
  }

  private synchronized Reply answer(Request request, long heldBack) {
    return switch (request) {
      case Request.Hello _ -> RelayBench.WELCOME;
      case Request.Ping(var body) -> new Reply.Pong(body);
      case Request.Batch batch when batch.id() > heldBack ->
          new Reply.Refused(batch.id(), List.of());
      case Request.Batch batch when batch.content().array()[batch.content().from()] == BAD ->
          new Reply.Refused(batch.id(), List.of(new BadRow(0, "bad")));
      case Request.Batch batch when batch.id() > lastStored + 1 ->
          new Reply.Failure(
              ErrorCode.OUT_OF_ORDER, "%d after %d".formatted(batch.id(), lastStored));
      case Request.Batch batch -> {
        lastStored = Math.max(lastStored, batch.id());
        yield new Reply.Ack(batch.id(), 1);
      }
      case Request.Finish _, Request.Results _, Request.Seal _ ->
          new Reply.Failure(ErrorCode.MALFORMED, "not asked in these tests");
    };
  }

  private synchronized boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private synchronized int below(int bound) {
    return random.nextInt(bound);
  }
}
