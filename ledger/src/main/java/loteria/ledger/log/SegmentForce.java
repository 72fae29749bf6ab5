package loteria.ledger.log;

import java.io.IOException;
import loteria.ledger.file.LedgerFile;
import org.jspecify.annotations.Nullable;

/**
 * Forces segments. What was written before this process opened the file may have failed to be
 * forced by the one that wrote it, which only that one has heard of: it is read from the disk. Once
 * a force has failed no other succeeds. Used by the ledger's thread.
 */
final class SegmentForce {
  private final Segments segments;
  private final LogTail tail;

  /** The file that is appended to. */
  private @Nullable LedgerFile file;

  /** Nothing behind this position was written before this process opened that file. */
  private long openedAt;

  private @Nullable IOException failure;

  SegmentForce(Segments segments, LogTail tail) {
    this.segments = segments;
    this.tail = tail;
  }

  /** The tail has read everything up to the log's end. */
  void tailRead() throws IOException {
    LedgerFile current = tail.segment().file();
    if (!current.equals(file)) {
      file = current;
      openedAt = tail.cursor().position();
    }
  }

  /** Returns once all of the log is on disk. */
  void force() throws IOException {
    force(tail.segment(), tail.cursor().position());
  }

  /** Returns once a segment is on disk up to a position, and all before it was. */
  void force(Segment segment, long to) throws IOException {
    check();
    try {
      segment.file().force();
      checkWrittenBefore(segment, to);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    tail.forcedUpTo(to);
  }

  private void checkWrittenBefore(Segment segment, long to) throws IOException {
    long from = Math.max(tail.forced(), segment.base());
    long end = segment.file().equals(file) ? Math.min(openedAt, to) : to;
    if (DiskReading.wholeUpTo(segments, from, end) < end) {
      throw new IOException("what another process wrote was forced, and is not on the disk");
    }
  }

  /** Leaves nothing of a segment behind a position; returns once that is on disk. */
  void cut(Segment segment, long position) throws IOException {
    try {
      segment.cut(position);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Whether a force has failed. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Throws where a force has failed. */
  void check() throws IOException {
    IOException before = failure;
    if (before != null) {
      throw new IOException("the log could not be written: " + before.getMessage(), before);
    }
  }
}
