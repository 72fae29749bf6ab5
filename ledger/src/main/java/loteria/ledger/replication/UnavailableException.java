package loteria.ledger.replication;

import java.io.IOException;

/** The replicated log cannot be reached, or does not answer in time. It may later. */
public final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what was tried and how it failed
   */
  public UnavailableException(String message) {
    super(message);
  }
}
