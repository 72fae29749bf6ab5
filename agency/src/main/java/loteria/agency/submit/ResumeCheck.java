package loteria.agency.submit;

import java.io.IOException;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.agency.source.StoredRows;
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
   * @param isClosed whether nothing more is taken although the agency has not finished: what
   *     remains is late
   * @return the rows that are stored
   * @throws SubmissionFailed if they are not the first of this file: then nothing may be sent
   */
  StoredRows passOver(Reply.Welcome welcome, boolean isClosed) throws SubmissionFailed {
    boolean isOpen = welcome.state() == Reply.State.OPEN;
    StoredRows stored;
    try {
      // A closed agency's list stays: a row that was refused before is not late.
      if (welcome.lastBatch() == 0 && !isClosed) {
        refused.clear();
      }
      if (!isOpen) {
        file.takeNoCorrections();
      }
      stored = skip(welcome);
      if (!isOpen && !isClosed && file.hasMore()) {
        throw SubmissionFailed.contradiction(
            "takes no more bets of this agency, the file has more than the "
                + welcome.bets()
                + " that are stored");
      }
    } catch (SubmissionFailed e) {
      takeBack();
      throw e;
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
    if (!isOpen && !isClosed && file.corrections() > 0) {
      tellOfLateCorrections();
    }
    return stored;
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
  private StoredRows skip(Reply.Welcome welcome) throws IOException, SubmissionFailed {
    var rows = new StoredRows();
    long skipped = file.skip(welcome.bets(), rows);
    if (skipped < welcome.bets()) {
      throw SubmissionFailed.contradiction(
          "has " + welcome.bets() + " bets of this agency, the file only " + skipped);
    }
    RowDigest stored = RowDigest.ofValue(welcome.digest());
    if (!rows.digest().equals(stored)) {
      throw SubmissionFailed.contradiction(
          "has "
              + welcome.bets()
              + " bets of this agency, but not those that the file begins with; nothing was sent: "
              + file.mismatch(welcome.bets(), stored));
    }
    return rows;
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
}
