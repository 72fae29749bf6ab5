package loteria.ledger.transfer;

import java.io.IOException;

/** An import cannot be made as it is asked for; nothing has been changed that is served. */
public final class ImportRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message why, and what to do
   */
  public ImportRefusedException(String message) {
    super(message);
  }
}
