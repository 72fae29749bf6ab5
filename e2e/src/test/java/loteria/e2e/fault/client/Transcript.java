package loteria.e2e.fault.client;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.Reply;

/**
 * The requests and replies of one session. Each request that may have reached the server is in it;
 * reply number n is that to request number n. Written by the session's thread alone.
 */
final class Transcript {
  private final int order;
  private final boolean isNative;
  private final List<Ask> asks = new ArrayList<>();
  private final List<Fate> fates = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();
  private boolean fails;
  private long heldBehind;

  /** The session's own decision on a request, before the ledger is asked. */
  enum Fate {
    /** The ledger decides. */
    LEDGER,
    /** A bad row: refused, and those behind it are held back until it comes again. */
    REFUSED,
    /** It follows a refused batch. */
    HELD_BACK,
    /** Changes nothing. */
    NEUTRAL,
    /** An error, or it follows one. */
    FAILS
  }

  /**
   * @param order the place of its connection among all sessions of its agency
   */
  Transcript(int order, boolean isNative) {
    this.order = order;
    this.isNative = isNative;
  }

  int order() {
    return order;
  }

  boolean isNative() {
    return isNative;
  }

  synchronized void asked(Ask ask) {
    Fate fate = fails ? Fate.FAILS : fate(ask);
    fails = fate == Fate.FAILS;
    asks.add(ask);
    fates.add(fate);
  }

  synchronized void answered(Reply reply) {
    replies.add(reply);
  }

  synchronized List<Ask> asks() {
    return List.copyOf(asks);
  }

  synchronized List<Fate> fates() {
    return List.copyOf(fates);
  }

  synchronized List<Reply> replies() {
    return List.copyOf(replies);
  }

  /** Whether it has sent HELLO. */
  synchronized boolean saidHello() {
    return asks.contains(new Ask.Hello());
  }

  /** Whether it has sent a request that makes a session its agency's newest. */
  synchronized boolean mayBeNewest() {
    return asks.stream().anyMatch(ask -> ask instanceof Ask.Hello || ask instanceof Ask.Batch);
  }

  /** The first request without a reply. */
  synchronized Ask firstUnanswered() {
    if (replies.size() == asks.size()) {
      throw new Violation("an answer that nobody asked for, in " + this);
    }
    return asks.get(replies.size());
  }

  /** The fate of the first request without a reply. */
  synchronized Fate firstFate() {
    return fates.get(replies.size());
  }

  synchronized int unanswered() {
    return asks.size() - replies.size();
  }

  private Fate fate(Ask ask) {
    if (isNative && asks.isEmpty() != ask instanceof Ask.Hello) {
      return Fate.FAILS;
    }
    return switch (ask) {
      case Ask.Batch batch -> fate(batch);
      case Ask.Finish _, Ask.Fin() -> Fate.LEDGER;
      case Ask.Hello(), Ask.Results _, Ask.Ping() -> Fate.NEUTRAL;
    };
  }

  private Fate fate(Ask.Batch batch) {
    boolean holds = heldBehind > 0;
    if (holds && batch.id() > heldBehind) {
      return Fate.HELD_BACK;
    }
    if (batch.isBad()) {
      heldBehind = batch.id();
      return isNative ? Fate.REFUSED : Fate.FAILS;
    }
    heldBehind = holds && batch.id() < heldBehind ? heldBehind : 0;
    return Fate.LEDGER;
  }

  @Override
  public synchronized String toString() {
    var text = new StringBuilder();
    text.append("session ").append(order).append(isNative ? " native" : " text");
    for (int i = 0; i < asks.size(); i++) {
      text.append(
          "%n    %s -> %s".formatted(asks.get(i), i < replies.size() ? replies.get(i) : "?"));
    }
    return text.toString();
  }
}
