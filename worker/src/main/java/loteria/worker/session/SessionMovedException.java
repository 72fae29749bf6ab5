package loteria.worker.session;

/** This worker ends before the answer is known; the relay takes the session to another. */
final class SessionMovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SessionMovedException() {
    super("the worker ends before the answer is known", null, false, false);
  }
}
