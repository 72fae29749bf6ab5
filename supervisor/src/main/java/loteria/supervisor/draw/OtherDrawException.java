package loteria.supervisor.draw;

import java.io.IOException;

/** The ledger has another draw than its bets give: one of them is damaged. */
final class OtherDrawException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message how they differ
   */
  OtherDrawException(String message) {
    super(message);
  }
}
