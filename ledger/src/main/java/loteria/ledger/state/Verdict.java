package loteria.ledger.state;

import java.util.Locale;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/** What a record counts for behind those before it in the log. */
public sealed interface Verdict {
  /** It counts. */
  Verdict COUNTS = new Counts();

  /** It repeats. */
  Verdict REPEATS = new Repeats();

  /** It counts: everything that reads the log takes it in. */
  record Counts() implements Verdict {}

  /** It is a batch that is stored already, or one of the same id with other rows. */
  record Repeats() implements Verdict {}

  /**
   * It does not count, and never will.
   *
   * @param code why, to an agency
   * @param text why
   */
  record Fails(ErrorCode code, String text) implements Verdict {}

  /** It is of a session that is not its agency's newest. */
  static Fails superseded() {
    return new Fails(ErrorCode.SUPERSEDED, "a newer session of this agency has taken over");
  }

  /** It is a session that was asked for before its server knew of the newest, at another. */
  static Fails openedElsewhere() {
    return new Fails(
        ErrorCode.UNAVAILABLE,
        "another session of this agency has begun at another server, try again later");
  }

  /** Its rows are not those that the server was sent. */
  static Fails spoiled() {
    return new Fails(
        ErrorCode.UNAVAILABLE, "the rows were changed in the server's memory, send them again");
  }

  /** It was decided when it did not count. */
  static Fails decidedBefore() {
    return new Fails(
        ErrorCode.UNAVAILABLE, "it did not count when it was decided, try again later");
  }

  /**
   * It comes after the closing of the intake.
   *
   * @param seal of what is stored, if it is known
   */
  static Fails closed(@Nullable Seal seal) {
    return new Fails(
        ErrorCode.CLOSED,
        "the intake has closed: no more is taken for this draw"
            + (seal == null ? "" : "; the seal is " + seal.sha256()));
  }

  /** It comes after the draw. */
  static Fails drawn() {
    return new Fails(ErrorCode.DRAWN, "the draw has been made");
  }

  /** It is not the batch that is next. */
  static Fails outOfOrder(long came, long next) {
    String text = String.format(Locale.ROOT, "batch out of order: %d came, %d is next", came, next);
    return new Fails(ErrorCode.OUT_OF_ORDER, text);
  }

  /** Its agency has ended. */
  static Fails finished(int agency, AgencyTotals totals) {
    return new Fails(
        ErrorCode.AGENCY_FINISHED,
        totals.isClosed() ? closed(agency) : "agency " + agency + " has finished");
  }

  /** It counts otherwise than what is stored. */
  static Fails totalsDiffer(int agency, long batches, long bets, AgencyTotals stored) {
    return new Fails(
        ErrorCode.TOTALS_DIFFER,
        String.format(
            Locale.ROOT,
            "%sagency %d counts %d batches and %d bets, stored are %d and %d",
            stored.isClosed() ? closed(agency) + "; " : "",
            agency,
            batches,
            bets,
            stored.batches(),
            stored.bets()));
  }

  /** Its agency has other rows than those that are stored, if as many. */
  static Fails digestDiffers(int agency, long digest, AgencyTotals stored) {
    return new Fails(
        ErrorCode.DIGEST_DIFFERS,
        String.format(
            Locale.ROOT,
            "agency %d has other rows than the %d that are stored: digest %s, stored is %s",
            agency,
            stored.bets(),
            RowDigest.ofValue(digest),
            stored.digest()));
  }

  private static String closed(int agency) {
    return "an operator closed agency " + agency + ": no more of it is taken";
  }
}
