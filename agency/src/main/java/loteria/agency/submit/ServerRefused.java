package loteria.agency.submit;

import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.runtime.ExitCode;

/** The server answered with an ERROR that must not be retried. */
public final class ServerRefused extends SubmissionFailed {
  private static final long serialVersionUID = 1;

  private final ErrorCode errorCode;

  ServerRefused(Reply.Failure failure) {
    super(
        exitCode(failure.code()), "the server refuses (" + failure.code() + "): " + failure.text());
    errorCode = failure.code();
  }

  private ServerRefused(ErrorCode errorCode, String message) {
    super(exitCode(errorCode), message);
    this.errorCode = errorCode;
  }

  @Override
  SubmissionFailed by(ServerAddress server) {
    return new ServerRefused(errorCode, server + ": " + getMessage());
  }

  /** Whether starting the agency again may help, because another program only went first. */
  private static ExitCode exitCode(ErrorCode why) {
    return why == ErrorCode.SUPERSEDED ? ExitCode.SUPERSEDED : ExitCode.SERVER_REFUSED;
  }

  /** Whether the agency came too late, by itself or because an operator closed it. */
  boolean isEndOfIntake() {
    return errorCode == ErrorCode.CLOSED
        || errorCode == ErrorCode.AGENCY_FINISHED
        || errorCode == ErrorCode.DRAWN;
  }

  /** Why. */
  public ErrorCode errorCode() {
    return errorCode;
  }
}
