package loteria.ledger.commit;

import java.util.ArrayList;
import java.util.List;
import loteria.ledger.commit.DiskEvent.Change;
import loteria.ledger.commit.DiskEvent.Truncate;
import loteria.ledger.commit.DiskEvent.Write;

/**
 * What failed forces have dropped. The same pages, written again, look clean and do not reach the
 * disk either, until the file has been cut before them: as ext4 does it where a place had never
 * been written before.
 */
final class DroppedWrites {
  private static final int PAGE = 4096;

  private final List<Write> dropped = new ArrayList<>();

  /** Drops a change. That a file was cut is not dropped. */
  void drop(Change change) {
    if (change instanceof Write write) {
      dropped.add(write);
    }
  }

  /** Whether a change that is forced reaches the disk. */
  boolean lets(Change change) {
    if (change instanceof Truncate(int file, long size)) {
      dropped.removeIf(write -> write.file() == file && write.at() >= size);
      return true;
    }
    return change instanceof Write write && dropped.stream().noneMatch(it -> sharePage(it, write));
  }

  private static boolean sharePage(Write one, Write other) {
    return one.file() == other.file()
        && firstPage(one) <= lastPage(other)
        && firstPage(other) <= lastPage(one);
  }

  private static long firstPage(Write write) {
    return write.at() / PAGE;
  }

  private static long lastPage(Write write) {
    return (write.at() + write.bytes().length() - 1) / PAGE;
  }
}
