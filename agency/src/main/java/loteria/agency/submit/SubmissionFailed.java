package loteria.agency.submit;

import java.io.IOException;
import loteria.ipc.runtime.ExitCode;

/** The submission ends here: a retry by this run would not help. Its message is for a person. */
public class SubmissionFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  public SubmissionFailed(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The server's state or reply contradicts this run. */
  static SubmissionFailed contradiction(String what) {
    return new SubmissionFailed(ExitCode.SERVER_REFUSED, "the server " + what);
  }

  /** The agency's file, or its list of refused rows, cannot be read or written. */
  static SubmissionFailed ofFile(IOException e) {
    return new SubmissionFailed(ExitCode.FAILED, "the file of bets: " + e);
  }

  /** The same, and which of several servers it was, if a server is the cause. */
  SubmissionFailed by(ServerAddress server) {
    return exitCode == ExitCode.SERVER_REFUSED
        ? new SubmissionFailed(exitCode, server + ": " + getMessage())
        : this;
  }

  /** The exit code of the process. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
