package loteria.agency.submit;

import java.io.IOException;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Reply;
import loteria.ipc.row.RowDigest;

/**
 * The beginning of a run: passes over what the server has, if that is what the file begins with.
 */
final class ResumeCheck {
  private static final ActionLog LOG = new ActionLog(ResumeCheck.class);

  private final BetFile file;
  private final RefusedRows refused;

  ResumeCheck(BetFile file, RefusedRows refused) {
    this.file = file;
    this.refused = refused;
  }

  /**
   * Passes over the rows that are stored.
   *
   * @return their digest
   * @throws SubmissionFailed when they are not those of this file: nothing must be sent then
   */
  RowDigest.Running passOver(Reply.Welcome welcome) throws SubmissionFailed {
    RowDigest.Running digest;
    try {
      if (welcome.lastBatch() == 0) {
        refused.clear();
      }
      if (welcome.state() != Reply.State.OPEN) {
        file.takeNoCorrections();
      }
      digest = skip(welcome);
      if (welcome.state() != Reply.State.OPEN && file.hasMore()) {
        throw SubmissionFailed.contradiction(
            welcome.state() == Reply.State.CLOSED
                ? closed(welcome)
                : "takes no more bets of this agency, the file has more than the "
                    + welcome.bets()
                    + " that are stored");
      }
    } catch (SubmissionFailed e) {
      takeBack();
      throw e;
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
    if (welcome.state() != Reply.State.OPEN && file.corrections() > 0) {
      tellOfLateCorrections();
    }
    return digest;
  }

  /**
   * The list of refused rows may be all that a person needs, with the right file: it stays as it
   * was.
   */
  private void takeBack() throws SubmissionFailed {
    try {
      refused.takeBack();
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
  }

  /** What is stored must be what the file begins with: counts that agree would prove nothing. */
  private RowDigest.Running skip(Reply.Welcome welcome) throws IOException, SubmissionFailed {
    var digest = new RowDigest.Running();
    long skipped = file.skip(welcome.bets(), digest);
    if (skipped < welcome.bets()) {
      throw SubmissionFailed.contradiction(
          "has " + welcome.bets() + " bets of this agency, the file only " + skipped);
    }
    RowDigest stored = RowDigest.ofValue(welcome.digest());
    if (!digest.soFar().equals(stored)) {
      throw SubmissionFailed.contradiction(
          "has "
              + welcome.bets()
              + " bets of this agency, but not those that the file begins with; nothing was sent: "
              + file.mismatch(welcome.bets(), stored));
    }
    return digest;
  }

  private void tellOfLateCorrections() {
    LOG.warn(
        "apuestas_corregidas",
        "cantidad",
        file.corrections(),
        "line",
        file.firstCorrection(),
        "error",
        "rows changed after they were refused, and are not sent: this agency has finished");
  }

  static String closed(Reply.Welcome welcome) {
    return "takes no more bets of this agency: an operator closed it with the "
        + welcome.bets()
        + " that are stored";
  }
}
