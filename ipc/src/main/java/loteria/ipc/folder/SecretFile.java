package loteria.ipc.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import loteria.ipc.logging.ActionLog;

/** A file of an operator that has a key or a token. */
public final class SecretFile {
  private static final ActionLog LOG = new ActionLog(SecretFile.class);

  private SecretFile() {}

  /** Warns if every user of the machine can read it. A group that can may be meant to. */
  public static void warnOfReaders(Path file) {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      if (view != null
          && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
        LOG.warn("permissions", "path", file, "error", "every user can read it: use chmod o-r");
      }
    } catch (IOException e) {
      LOG.detail("permissions", "path", file, "error", e);
    }
  }
}
