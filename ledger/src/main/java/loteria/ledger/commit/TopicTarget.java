package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import loteria.ledger.replication.LogAppender;

/** A replicated log that an import fills: appends what is asked, as a server does. */
final class TopicTarget extends FoldTarget {
  private final LogAppender log;
  private final int ledger;

  /**
   * @param ledger the tag that all messages have
   */
  TopicTarget(LogAppender log, int ledger) {
    this.log = log;
    this.ledger = ledger;
  }

  @Override
  public void store(List<Order> orders) throws IOException {
    log.append(OrderMessage.encode(ledger, orders));
    super.store(orders);
  }
}
