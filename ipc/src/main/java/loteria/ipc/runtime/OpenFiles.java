package loteria.ipc.runtime;

import java.io.IOException;

/** The limit of open files: not a failure of the disk, but of what else is open. */
public final class OpenFiles {
  private static final String ENGLISH = "Too many open files";

  private OpenFiles() {}

  /**
   * Whether a file could not be opened because too many are open. Java passes on the kernel's
   * EMFILE or ENFILE only as a message in the language of this process; so the message is compared
   * with the C library's.
   */
  public static boolean areTooMany(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains(ENGLISH)
        || SystemErrors.TOO_MANY_FILES.stream().anyMatch(message::contains);
  }
}
