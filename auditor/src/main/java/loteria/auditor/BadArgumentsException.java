package loteria.auditor;

/** The program was started with arguments that it cannot use. */
final class BadArgumentsException extends Exception {
  private static final long serialVersionUID = 1;

  BadArgumentsException(String message) {
    super(message);
  }
}
