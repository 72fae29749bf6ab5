package loteria.worker.ledger;

import java.io.IOException;

/**
 * What is on disk contradicts itself in a place that was known to be on disk. Nothing is guessed.
 */
public final class DamagedLedgerException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedLedgerException(String message) {
    super(message);
  }
}
