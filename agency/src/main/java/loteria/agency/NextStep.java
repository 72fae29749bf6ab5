package loteria.agency;

import loteria.ipc.runtime.ExitCode;

/** What a person does after a run that did not do all: the end of its last line. Pure. */
final class NextStep {
  private NextStep() {}

  /** After a run that sent what it could, and listed the rows that were refused. */
  static String afterRefusedRows() {
    return "see the file for each row and its reason; this draw goes on without them, correct them"
        + " for another, where --on-refused wait would let a second run send them";
  }

  /** After a run that failed. */
  static String after(ExitCode exitCode, AgencyOptions options) {
    String server = options.server().host() + ":" + options.server().port();
    return switch (exitCode) {
      case ROWS_REFUSED ->
          options.job() instanceof AgencyOptions.Job.OfFile
              ? "correct these rows in the file and start again; what is stored is not sent twice"
              : "correct the bet (NOMBRE, APELLIDO, DOCUMENTO, NACIMIENTO, NUMERO) and start again";
      case GAVE_UP ->
          "see that a server runs at "
              + server
              + " (supervisor status, there) and start again; what is stored is not sent twice";
      case SERVER_REFUSED ->
          "starting again changes nothing until the cause is mended: see --id, --draw, --file and"
              + " EXIT STATUS 5 of agency --help";
      case SUPERSEDED -> "see that one program alone sends for this agency, then start again";
      default -> "mend the cause and start again; what is stored is not sent twice";
    };
  }
}
