package loteria.ledger.folder;

import java.io.IOException;

/** A draw's folder holds a ledger that this server must not use; the message says what to do. */
public final class UnknownLedgerException extends IOException {
  private static final long serialVersionUID = 1;

  public UnknownLedgerException(String message) {
    super(message);
  }
}
