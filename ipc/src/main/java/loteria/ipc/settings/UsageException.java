package loteria.ipc.settings;

/** A setting is wrong. Its message is the one line a person needs. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
