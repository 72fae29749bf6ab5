package loteria.ledger.state;

import java.io.IOException;

/** What is on disk contradicts itself where it was known to be on disk. Nothing is guessed. */
public final class DamagedLogException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message which segment and position, and what is wrong there
   */
  public DamagedLogException(String message) {
    super(message);
  }
}
