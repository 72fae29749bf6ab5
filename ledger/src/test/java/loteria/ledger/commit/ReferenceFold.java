package loteria.ledger.commit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.RowDigest;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of a replicated log amount to, and what is answered to each order in them: the
 * rule a second time, as plainly as it can be said. It shares no code with the one that it checks
 * but for the reading of messages.
 */
final class ReferenceFold {
  private final int agencyCount;
  private final SortedMap<Integer, Agency> agencies = new TreeMap<>();
  private final StringBuilder rows = new StringBuilder();
  private @Nullable DrawRecord draw;
  private boolean isClosed;
  private @Nullable Seal seal;
  private @Nullable Integer number;

  /** The sessions of this message that failed, by epoch: with what. */
  private final Map<Long, ErrorCode> failed = new HashMap<>();

  /** What is stored of one agency. */
  private static final class Agency {
    final List<Request.Batch> batches = new ArrayList<>();

    /** By epoch of a session, the last batch that it stored. */
    final Map<Long, Long> last = new HashMap<>();

    final RowDigest.Running digest = new RowDigest.Running();
    long bets;
    long newest;
    String end = "OPEN";

    /** By run, the highest epoch of a session that was once the newest. */
    final Map<Long, Long> opened = new HashMap<>();

    /** Whether another server had opened a session that the one which asks did not know. */
    boolean isLate(long epoch, long after) {
      boolean isOfOneServer = epoch >>> Integer.SIZE == newest >>> Integer.SIZE;
      return epoch != newest && !isOfOneServer && after != newest;
    }

    boolean mayOpen(long epoch) {
      return epoch > opened.getOrDefault(epoch >>> Integer.SIZE, 0L);
    }

    void open(long epoch) {
      newest = epoch;
      opened.put(epoch >>> Integer.SIZE, epoch);
    }

    void store(Request.Batch batch) {
      Bytes content = batch.content();
      batches.add(batch);
      last.put(newest, batch.id());
      bets += batch.rows();
      digest.add(content.array(), content.from(), content.to());
    }

    boolean has(Request.Batch batch) {
      return batch.id() >= 1 && batch.id() <= batches.size();
    }

    boolean hasSame(Request.Batch batch) {
      return has(batch) && batches.get((int) batch.id() - 1).equals(batch);
    }
  }

  ReferenceFold(int agencyCount) {
    this.agencyCount = agencyCount;
  }

  /** Takes in the orders of the next message; gives the answer to each. */
  List<String> take(List<Order> orders) {
    failed.clear();
    return orders.stream().map(this::take).toList();
  }

  private String take(Order order) {
    return switch (order) {
      case Order.Open open ->
          open(of(open.agency().number()), open.session().epoch(), open.after());
      case Order.Append append ->
          remember(append.session().epoch(), append(of(append.agency().number()), append));
      case Order.Spoiled spoiled ->
          remember(spoiled.session().epoch(), ErrorCode.UNAVAILABLE.name());
      case Order.Finish finish ->
          remember(finish.session().epoch(), finish(of(finish.agency().number()), finish));
      case Order.Close(var agency, var _) -> end(of(agency.number()), "CLOSED");
      case Order.RecordDraw(var made, var _) -> {
        boolean isOther = number != null && number != made.winningNumber();
        draw = draw == null && !isOther ? made : draw;
        yield draw == null ? ErrorCode.UNAVAILABLE.name() : AnswerWords.of(draw);
      }
      case Order.Advance(var target, var _) -> advance(target);
      default -> throw new AssertionError(order);
    };
  }

  private String advance(DrawStage target) {
    if (draw == null) {
      isClosed |= target.closed();
      seal = seal == null && isClosed ? target.seal() : seal;
      number = number == null && seal != null ? target.number() : number;
    }
    return stage().toString();
  }

  DrawStage stage() {
    return new DrawStage(isClosed, seal, number);
  }

  private Agency of(int agency) {
    return agencies.computeIfAbsent(agency, _ -> new Agency());
  }

  private String remember(long epoch, String answer) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(answer)) {
        failed.putIfAbsent(epoch, code);
      }
    }
    return answer;
  }

  private String open(Agency agency, long epoch, long after) {
    boolean storesMore = draw == null && !isClosed && agency.end.equals("OPEN");
    if (storesMore && epoch != agency.newest) {
      if (agency.isLate(epoch, after)) {
        return remember(epoch, ErrorCode.UNAVAILABLE.name());
      }
      if (!agency.mayOpen(epoch)) {
        return remember(epoch, ErrorCode.SUPERSEDED.name());
      }
      agency.open(epoch);
    }
    return AnswerWords.admitted(
        agency.batches.size(), agency.bets, agency.digest.soFar(), isEnded(agency));
  }

  private String append(Agency agency, Order.Append append) {
    long epoch = append.session().epoch();
    Request.Batch batch = append.batch();
    ErrorCode before = failed.get(epoch);
    if (before != null) {
      return before.name();
    }
    if (epoch != agency.newest && !agency.mayOpen(epoch)) {
      return ErrorCode.SUPERSEDED.name();
    }
    if (agency.has(batch)) {
      return agency.hasSame(batch) ? AnswerWords.ACK : ErrorCode.CONTENT_CHANGED.name();
    }
    if (draw != null) {
      return ErrorCode.DRAWN.name();
    }
    if (!agency.end.equals("OPEN")) {
      return ErrorCode.AGENCY_FINISHED.name();
    }
    if (isClosed) {
      return ErrorCode.CLOSED.name();
    }
    if (batch.id() != agency.batches.size() + 1) {
      return ErrorCode.OUT_OF_ORDER.name();
    }
    if (agency.isLate(epoch, append.after())) {
      return ErrorCode.UNAVAILABLE.name();
    }
    if (epoch != agency.newest) {
      agency.open(epoch);
    }
    agency.store(batch);
    rows.append(MadeUpBatches.text(batch.content()));
    return AnswerWords.ACK;
  }

  private String finish(Agency agency, Order.Finish finish) {
    long epoch = finish.session().epoch();
    Request.Finish totals = finish.totals();
    ErrorCode before = failed.get(epoch);
    if (before != null) {
      return before.name();
    }
    boolean mayEnd = epoch == agency.newest || agency.mayOpen(epoch);
    boolean isOpen = !isEnded(agency);
    if (isOpen && !mayEnd) {
      return ErrorCode.SUPERSEDED.name();
    }
    if (isOpen && agency.isLate(epoch, finish.after())) {
      return ErrorCode.UNAVAILABLE.name();
    }
    if (totals != null
        && (totals.batches() != agency.batches.size() || totals.bets() != agency.bets)) {
      return ErrorCode.TOTALS_DIFFER.name();
    }
    if (totals != null && totals.digest() != agency.digest.soFar().value()) {
      return ErrorCode.DIGEST_DIFFERS.name();
    }
    return end(agency, "FINISHED");
  }

  private String end(Agency agency, String how) {
    agency.end = isEnded(agency) ? agency.end : how;
    return AnswerWords.finished(missing());
  }

  int missing() {
    return isClosed
        ? 0
        : agencyCount
            - (int) agencies.values().stream().filter(agency -> !agency.end.equals("OPEN")).count();
  }

  /** Whether this very batch is stored. */
  boolean isStored(int agency, Request.Batch batch) {
    return of(agency).hasSame(batch);
  }

  /** How many batches of an agency are stored. */
  int batches(int agency) {
    return of(agency).batches.size();
  }

  /** The last batch of an agency that a session stored; 0 where it stored none. */
  long lastOf(int agency, long epoch) {
    return of(agency).last.getOrDefault(epoch, 0L);
  }

  boolean isEnded(int agency) {
    return isEnded(of(agency));
  }

  private boolean isEnded(Agency agency) {
    return isClosed || !agency.end.equals("OPEN");
  }

  /** What an agency states that counts right. */
  Request.Finish totals(int agency) {
    Agency of = of(agency);
    return new Request.Finish(of.batches.size(), of.bets, of.digest.soFar().value());
  }

  @Nullable DrawRecord draw() {
    return draw;
  }

  /** All rows, in order. */
  CharSequence rows() {
    return rows;
  }

  /** What all of it amounts to. */
  String summary() {
    var text = new StringBuilder();
    agencies.forEach(
        (number, agency) -> {
          if (!agency.batches.isEmpty() || agency.newest != 0 || !agency.end.equals("OPEN")) {
            text.append(
                line(
                    number,
                    agency.batches.size(),
                    agency.bets,
                    agency.digest.soFar(),
                    agency.newest,
                    agency.end));
          }
        });
    return text.append("rows ")
        .append(rows.length())
        .append(", ")
        .append(stage())
        .append(", draw ")
        .append(draw)
        .toString();
  }

  /** The same of what a process has folded. */
  static String summary(LedgerState state) {
    var text = new StringBuilder();
    state.each(
        number -> {
          AgencyTotals totals = state.of(number);
          text.append(
              line(
                  number,
                  totals.batches(),
                  totals.bets(),
                  totals.digest(),
                  totals.epoch(),
                  totals.isClosed() ? "CLOSED" : totals.isFinished() ? "FINISHED" : "OPEN"));
        });
    return text.append("rows ")
        .append(state.betsBytes())
        .append(", ")
        .append(state.stage())
        .append(", draw ")
        .append(state.draw())
        .toString();
  }

  private static String line(
      int agency, long batches, long bets, RowDigest digest, long epoch, String end) {
    return "agency %d: %d batches, %d bets, %s, session %x, %s%n"
        .formatted(agency, batches, bets, digest, epoch, end);
  }
}
