package loteria.ledger.verify;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.BadRow;
import loteria.ipc.row.RowCheck;
import loteria.ledger.state.LogRecord.BatchStored;
import org.jspecify.annotations.Nullable;

/**
 * Says of a batch's rows whether each is a valid bet of the batch's agency. Pure.
 *
 * <p>A birth date in the future is none of its business: that was judged on the day it was stored.
 */
final class RowAudit {
  private final Map<Integer, RowCheck> checks = new HashMap<>();

  /**
   * What is wrong with rows, never with a word of what they hold; null when nothing is.
   *
   * @param rows holds them from a place on
   */
  @Nullable String problem(BatchStored batch, byte[] rows, int from) {
    RowCheck.Verdict verdict = checkOf(batch.agency()).check(rows, from, from + batch.length());
    if (verdict.rows() != batch.rows()) {
      return String.format(
          Locale.ROOT, "%d rows are there, the log says %d", verdict.rows(), batch.rows());
    }
    if (verdict.bad().isEmpty()) {
      return null;
    }
    BadRow first = verdict.bad().getFirst();
    return String.format(
        Locale.ROOT,
        "%d of %d rows are no valid bets of agency %d, the first is row %d: %s",
        verdict.bad().size(),
        verdict.rows(),
        batch.agency(),
        first.row(),
        first.reason());
  }

  private RowCheck checkOf(int agency) {
    return checks.computeIfAbsent(agency, _ -> RowCheck.of(new AgencyId(agency), LocalDate.MAX));
  }
}
