package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.file.LedgerFolder;

/**
 * Makes segments: files full of blanks that are on disk, so that no force of an entry has a new
 * size or new blocks to write too. That takes tens of milliseconds; so one is made in advance, the
 * spare, beside the turns. Whichever process needs the next segment takes the spare, whoever made
 * it: it is given its name under the lock.
 */
final class SegmentMaker {
  private static final String SPARE = "spare";
  private static final int WRITE_BYTES = 1 << 20;

  private final LedgerFolder folder;

  /** Of this process alone. */
  private final String unfinished;

  /**
   * @param process tells this process from others that may make one at the same time
   */
  SegmentMaker(LedgerFolder folder, long process) {
    this.folder = folder;
    this.unfinished = SPARE + ".new-" + process;
  }

  /** Whether there is a spare. */
  boolean hasSpare() throws IOException {
    return folder.names().contains(SPARE);
  }

  /** Makes the spare, in place of one that may be there. Any thread may, one at a time. */
  void makeSpare(long bytes) throws IOException {
    try {
      LedgerFile file = folder.create(unfinished);
      try (file) {
        fill(file, bytes);
      }
      folder.rename(unfinished, SPARE);
      folder.force();
    } catch (IOException e) {
      removeAfter(e, unfinished);
      throw e;
    }
  }

  /**
   * Makes the segment that begins at a position, of the spare where there is one that is long
   * enough. Its name is on disk when this returns. Must be called under the lock.
   *
   * @param needed how much it must have room for
   * @param bytes how long it will be if there is no spare
   */
  void makeSegment(long base, long needed, long bytes) throws IOException {
    if (!hasSpare() || spareBytes() < needed) {
      makeSpare(bytes);
    }
    folder.rename(SPARE, Segment.name(base));
    folder.force();
  }

  /** Removes what processes that died had not finished. Must be called while none makes any. */
  void removeUnfinished() throws IOException {
    for (String name : folder.names()) {
      if (name.startsWith(SPARE + ".new-")) {
        folder.remove(name);
      }
    }
  }

  private long spareBytes() throws IOException {
    try (LedgerFile spare = folder.open(SPARE)) {
      return spare.size();
    }
  }

  /** Fills a new file with blanks and forces it. */
  private static void fill(LedgerFile file, long bytes) throws IOException {
    ByteBuffer blanks = ByteBuffer.allocateDirect((int) Math.min(WRITE_BYTES, bytes));
    for (long at = 0; at < bytes; at += blanks.limit()) {
      file.write(blanks.clear().limit((int) Math.min(blanks.capacity(), bytes - at)), at);
    }
    file.force();
  }

  private void removeAfter(IOException failure, String name) {
    try {
      folder.remove(name);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
