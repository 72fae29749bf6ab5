package loteria.ipc.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** No room on the disk: not a failure of the disk, but something to wait out. */
public final class DiskFull {
  /** How long to wait before the same is tried again. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private DiskFull() {}

  /**
   * Whether a write failed for want of room: the kernel's two ways to say so, as the JDK passes
   * them on, ENOSPC and EDQUOT.
   */
  public static boolean isWhy(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left on device") || message.contains("quota exceeded");
  }
}
