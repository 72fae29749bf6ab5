package loteria.ipc.message;

import java.io.IOException;

/** The peer sent something that cannot be served. Ends its session, nothing else. */
public final class WireException extends IOException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public WireException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
