package loteria.e2e.fault.client;

/** The server broke a promise. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
