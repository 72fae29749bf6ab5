package loteria.ipc.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** No room on the disk: not a failure of the disk, but something to wait out. */
public final class DiskFull {
  /** How long to wait before the same is tried again. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** A write that fails where there is less room than this failed for want of it. */
  private static final long ROOM_BYTES_MIN = 1 << 20;

  private DiskFull() {}

  /**
   * Whether a write failed for want of room. The kernel's two ways to say so, ENOSPC and EDQUOT,
   * come in the language of whoever started us; so what room there is counts too.
   *
   * @param roomBytes how much room the disk had, asked before anything was freed
   */
  public static boolean isWhy(IOException failure, long roomBytes) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return roomBytes < ROOM_BYTES_MIN
        || message.contains("no space left on device")
        || message.contains("quota exceeded");
  }
}
