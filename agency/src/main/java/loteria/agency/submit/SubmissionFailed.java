package loteria.agency.submit;

import java.io.IOException;
import loteria.ipc.runtime.ExitCode;

/** The submission ends here: this run need not try again. Its message is for a person. */
public class SubmissionFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  public SubmissionFailed(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The server has, or says, what cannot be if all were well. */
  static SubmissionFailed contradiction(String what) {
    return new SubmissionFailed(ExitCode.SERVER_REFUSED, "the server " + what);
  }

  /** The agency's file, or its list of refused rows, cannot be read or written. */
  static SubmissionFailed ofFile(IOException e) {
    return new SubmissionFailed(ExitCode.FAILED, "the file of bets: " + e);
  }

  /** What the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
