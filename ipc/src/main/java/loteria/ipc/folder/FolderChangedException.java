package loteria.ipc.folder;

import java.io.IOException;

/** A file of a draw's folder is no longer the one that the server began with. */
public final class FolderChangedException extends IOException {
  private static final long serialVersionUID = 1;

  FolderChangedException(String message) {
    super(message);
  }
}
