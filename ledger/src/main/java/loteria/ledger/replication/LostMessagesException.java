package loteria.ledger.replication;

import java.io.IOException;

/** The replicated log does not have what it had: its beginning, or its end, is gone. */
public final class LostMessagesException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is missing
   */
  public LostMessagesException(String message) {
    super(message);
  }
}
