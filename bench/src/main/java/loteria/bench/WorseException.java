package loteria.bench;

/** Something that was measured is worse than it may be. */
public final class WorseException extends Exception {
  private static final long serialVersionUID = 1;

  public WorseException(String message) {
    super(message);
  }
}
