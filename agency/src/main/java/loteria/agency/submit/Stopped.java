package loteria.agency.submit;

/** The process is asked to end, and nothing is in flight any more. */
public final class Stopped extends Exception {
  private static final long serialVersionUID = 1;

  Stopped() {
    super("stopped");
  }
}
