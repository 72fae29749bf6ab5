package loteria.ledger.commit;

import loteria.ipc.message.Request;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Whether an agency finishes when a session asks for it: not if that session is not its newest, or
 * if it counts otherwise than what is stored.
 */
final class FinishRule {
  private FinishRule() {}

  /**
   * Why an agency does not finish; null where it does, or has. What has been said already may be
   * said again by any session: it changes nothing.
   */
  static Verdict.@Nullable Fails objection(Order.Finish finish, LedgerState state) {
    AgencyTotals totals = state.of(finish.agency().number());
    boolean isOpen = !totals.isFinished() && !state.stage().closed();
    Verdict.Fails toSession = isOpen ? objectionToSession(finish, state) : null;
    return toSession != null || finish.totals() == null
        ? toSession
        : difference(finish.agency().number(), finish.totals(), totals);
  }

  private static Verdict.@Nullable Fails objectionToSession(
      Order.Finish finish, LedgerState state) {
    int agency = finish.agency().number();
    long epoch = finish.session().epoch();
    if (epoch == state.of(agency).epoch()) {
      return null;
    }
    if (!state.isNewer(agency, epoch)) {
      return Verdict.superseded();
    }
    return SessionRule.isLate(finish, state) ? Verdict.openedElsewhere() : null;
  }

  private static Verdict.@Nullable Fails difference(
      int agency, Request.Finish counted, AgencyTotals totals) {
    if (!totals.amountTo(counted.batches(), counted.bets())) {
      return Verdict.totalsDiffer(agency, counted.batches(), counted.bets(), totals);
    }
    return counted.digest() == totals.digest().value()
        ? null
        : Verdict.digestDiffers(agency, counted.digest(), totals);
  }
}
