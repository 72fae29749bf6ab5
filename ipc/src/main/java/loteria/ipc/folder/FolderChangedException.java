package loteria.ipc.folder;

import java.io.IOException;

/** A file of a draw's folder is no longer the one that the server opened at its start. */
public final class FolderChangedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message which file, and what happened to it
   */
  public FolderChangedException(String message) {
    super(message);
  }
}
