package loteria.agency;

import java.nio.file.Path;
import loteria.agency.submit.OnRefused;
import loteria.ipc.runtime.ExitCode;

/** What a person does after a run that did not do all: the end of its last line. Pure. */
final class NextStep {
  private NextStep() {}

  /**
   * For an exit code that is not OK, after a run with these options.
   *
   * @param isOver whether the agency has finished, or is closed: nothing more of it is taken
   */
  static String after(ExitCode exitCode, AgencyOptions options, boolean isOver) {
    return switch (exitCode) {
      case ROWS_REFUSED ->
          switch (options.job()) {
            case AgencyOptions.Job.OfFile(Path file) ->
                afterRefusedRows(file, options.onRefused() == OnRefused.WAIT, isOver);
            case AgencyOptions.Job.OfSingleBet _ ->
                "correct the bet (NOMBRE, APELLIDO, DOCUMENTO, NACIMIENTO, NUMERO) and start again";
          };
      case TOO_LATE ->
          switch (options.job()) {
            case AgencyOptions.Job.OfFile(Path file) ->
                "look at "
                    + file
                    + ".late.csv: these bets are for another draw, as a file of their own; to start"
                    + " again changes nothing";
            case AgencyOptions.Job.OfSingleBet _ ->
                "the bet is for another draw; to start again changes nothing";
          };
      case GAVE_UP ->
          "see that "
              + (options.servers().areSeveral()
                  ? "one of the servers of --server runs"
                  : "a server runs at " + options.servers().addresses().getFirst())
              + " (there: supervisor status) and start again; what is stored is not sent twice";
      case SERVER_REFUSED ->
          "starting again changes nothing until the cause is corrected: see --id, --draw, --file"
              + " and EXIT STATUS 5 of agency --help";
      case SUPERSEDED -> "see that one program alone sends for this agency, then start again";
      default -> "mend the cause and start again; what is stored is not sent twice";
    };
  }

  private static String afterRefusedRows(Path file, boolean waits, boolean isOver) {
    String look = "look at " + file + ".rejected.csv, ";
    if (waits && !isOver) {
      return look
          + "correct these rows in the file and start again; what is stored is not sent twice";
    }
    return look
        + "and correct these rows for another draw: this one continues without them"
        + (waits
            ? ""
            : " (with --on-refused wait, a run leaves the agency open for corrected rows)");
  }
}
