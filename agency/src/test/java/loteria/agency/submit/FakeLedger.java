package loteria.agency.submit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/** What is stored of one agency, in memory. Used by any thread. */
final class FakeLedger {
  /** All guarded by this. */
  private final List<String> rows = new ArrayList<>();

  private final List<Bytes> batches = new ArrayList<>();
  private Reply.State state = Reply.State.OPEN;
  private Reply seal =
      new Reply.Failure(ErrorCode.MALFORMED, "a server of before knows no such message");

  synchronized void state(Reply.State state) {
    this.state = state;
  }

  /** From now on this is the reply to SEAL. */
  synchronized void seal(Reply seal) {
    this.seal = seal;
  }

  synchronized Reply seal() {
    return seal;
  }

  /** As if this had been stored before. */
  synchronized void store(String... stored) {
    rows.addAll(List.of(stored));
    batches.add(Bytes.of(text(List.of(stored)).getBytes(StandardCharsets.UTF_8)));
  }

  /** As if it had never been stored. */
  synchronized void loseLastBatch() {
    Bytes lost = batches.removeLast();
    int count = rows(lost).size();
    rows.subList(rows.size() - count, rows.size()).clear();
  }

  synchronized List<String> rows() {
    return List.copyOf(rows);
  }

  synchronized int lastBatch() {
    return batches.size();
  }

  synchronized RowDigest digest() {
    byte[] bytes = rows.isEmpty() ? new byte[0] : text(rows).getBytes(StandardCharsets.UTF_8);
    return RowDigest.of(bytes, 0, bytes.length);
  }

  synchronized Reply.Welcome welcome() {
    return new Reply.Welcome(
        batches.size(), rows.size(), state, Limits.REQUEST_BYTES_MAX, digest().value());
  }

  /** The reply to a batch that is stored, or that may not be; null if it is the next one. */
  synchronized @Nullable Reply replyWithoutStoring(Request.Batch batch) {
    long id = batch.id();
    if (id <= batches.size()) {
      return batches.get((int) id - 1).equals(batch.content())
          ? new Reply.Ack(id, batch.rows())
          : new Reply.Failure(ErrorCode.CONTENT_CHANGED, "batch content changed");
    }
    return switch (state) {
      case OPEN -> null;
      case FINISHED -> new Reply.Failure(ErrorCode.AGENCY_FINISHED, "agency has finished");
      case DRAWN -> new Reply.Failure(ErrorCode.DRAWN, "the draw has been made");
      case CLOSED -> new Reply.Failure(ErrorCode.CLOSED, "the intake has closed");
    };
  }

  /** Stores the next batch. */
  synchronized Reply store(Request.Batch batch) {
    batches.add(batch.content());
    rows.addAll(rows(batch.content()));
    return new Reply.Ack(batch.id(), batch.rows());
  }

  synchronized Reply finish(long count, long bets, long digest) {
    if (count != batches.size() || bets != rows.size()) {
      return new Reply.Failure(
          ErrorCode.TOTALS_DIFFER, "stored are " + batches.size() + ", " + rows.size());
    }
    if (digest != digest().value()) {
      return new Reply.Failure(ErrorCode.DIGEST_DIFFERS, "other rows are stored");
    }
    state = state == Reply.State.OPEN ? Reply.State.FINISHED : state;
    return new Reply.Finished(0);
  }

  /** The rows of a batch, each without its line end. */
  static List<String> rows(Bytes content) {
    String text =
        new String(content.array(), content.from(), content.length(), StandardCharsets.UTF_8);
    List<String> lines = List.of(text.split("\r\n", -1));
    return lines.subList(0, lines.size() - 1);
  }

  private static String text(List<String> rows) {
    return String.join("\r\n", rows) + "\r\n";
  }
}
