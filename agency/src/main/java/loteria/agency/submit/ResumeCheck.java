package loteria.agency.submit;

import java.io.IOException;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Reply;
import loteria.ipc.row.RowDigest;

/** The start of a run: skips the rows that the server has, if the file begins with them. */
final class ResumeCheck {
  private static final ActionLog LOG = new ActionLog(ResumeCheck.class);

  private final BetFile file;
  private final RefusedRows refused;

  ResumeCheck(BetFile file, RefusedRows refused) {
    this.file = file;
    this.refused = refused;
  }

  /**
   * Skips the rows that are stored.
   *
   * @return their digest
   * @throws SubmissionFailed if they are not the first of this file: then nothing may be sent
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
   * Undoes this run's entries in the list of refused rows: it may be needed, with the right file.
   */
  private void takeBack() throws SubmissionFailed {
    try {
      refused.takeBack();
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
  }

  /** Compares contents: equal counts would prove nothing. */
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
