package loteria.ipc.runtime;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;

/** A full disk: not a failure of the disk, but a condition to wait out. */
public final class DiskFull {
  /** How long to wait before the next attempt. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** A failed write with less free room than this counts as a full disk. */
  private static final long ROOM_BYTES_MIN = 1 << 20;

  private static final List<String> ENGLISH =
      List.of("No space left on device", "Disk quota exceeded");

  private DiskFull() {}

  /**
   * Whether a write failed because the disk is full: no blocks, no inodes or no quota. Java passes
   * on the kernel's ENOSPC or EDQUOT only as a message in the language of this process; so the
   * message is compared with the C library's.
   *
   * @param roomBytes how much room the disk had, measured before anything was freed
   */
  public static boolean isWhy(IOException failure, long roomBytes) {
    if (failure instanceof NoSuchFileException) {
      // If the folder is gone there is no room either.
      return false;
    }
    String message = String.valueOf(failure.getMessage());
    return roomBytes < ROOM_BYTES_MIN
        || ENGLISH.stream().anyMatch(message::contains)
        || SystemErrors.NO_ROOM.stream().anyMatch(message::contains);
  }
}
