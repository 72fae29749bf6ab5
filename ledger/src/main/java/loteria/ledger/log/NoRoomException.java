package loteria.ledger.log;

import java.io.IOException;

/** There is no room on the disk for what was to be appended, and nothing was. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  public NoRoomException(IOException why) {
    super("no room on the disk: " + why.getMessage(), why);
  }
}
