package loteria.ipc.runtime;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;

/** No room on the disk: not a failure of the disk, but something to wait out. */
public final class DiskFull {
  /** How long to wait before the same is tried again. */
  public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** A write that fails where there is less room than this failed for want of it. */
  private static final long ROOM_BYTES_MIN = 1 << 20;

  private static final List<String> ENGLISH =
      List.of("No space left on device", "Disk quota exceeded");

  private DiskFull() {}

  /**
   * Whether a write failed for want of room, of blocks, inodes or quota. Java passes on what the
   * kernel said, ENOSPC or EDQUOT, only in the words of the language that this process was started
   * in; so the system is asked for these words.
   *
   * @param roomBytes how much room the disk had, asked before anything was freed
   */
  public static boolean isWhy(IOException failure, long roomBytes) {
    if (failure instanceof NoSuchFileException) {
      // Where the folder is gone there is no room either.
      return false;
    }
    String message = String.valueOf(failure.getMessage());
    return roomBytes < ROOM_BYTES_MIN
        || ENGLISH.stream().anyMatch(message::contains)
        || SystemErrors.NO_ROOM.stream().anyMatch(message::contains);
  }
}
