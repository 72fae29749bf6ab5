package loteria.supervisor.season;

import java.io.IOException;

/** The list of a season's draws is malformed: which draw is the current one is not known. */
public final class DamagedListException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedListException(String message) {
    super(message);
  }
}
