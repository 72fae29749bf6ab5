package loteria.ledger.replication;

import java.io.IOException;

/** A ledger must not be served: it has moved, or an import into it has not ended. */
public final class NotServedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message which ledger, why, and what to do
   */
  public NotServedException(String message) {
    super(message);
  }
}
