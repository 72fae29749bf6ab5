package loteria.agency.submit;

import loteria.ipc.process.ExitCode;

/** The submission ends here: this run need not try again. Its message is for a person. */
public class SubmissionFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  public SubmissionFailed(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
