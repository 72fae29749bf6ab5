package loteria.supervisor.http;

/** A malformed request. The message is for the client and never quotes the request. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  /**
   * @param code the status to answer with
   */
  BadRequestException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
