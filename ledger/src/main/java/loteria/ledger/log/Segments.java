package loteria.ledger.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.state.DamagedLogException;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, of which a few are open: those that were asked for last. Used by one
 * thread.
 */
final class Segments implements AutoCloseable {
  private static final int OPEN_MAX = 3;

  /** How many positions a segment has outside of tests. */
  static final long BYTES = 64 << 20;

  private final LedgerFolder folder;
  private final long bytes;

  /** The one that was asked for last comes last. */
  private final List<Segment> open = new ArrayList<>();

  Segments(LedgerFolder folder) {
    this(folder, BYTES);
  }

  /**
   * @param bytes how many positions each has: the same for every process
   */
  Segments(LedgerFolder folder, long bytes) {
    this.folder = folder;
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Makes an empty segment where there is none; its name is on disk when this returns, also that of
   * one which a process made that died then.
   */
  void make(long base) throws IOException {
    if (at(base) == null) {
      folder.create(Segment.name(base)).close();
    }
    folder.force();
  }

  LedgerFolder folder() {
    return folder;
  }

  /** Where the segments that are there begin, in order. */
  List<Long> bases() throws IOException {
    List<Long> bases = new ArrayList<>();
    for (String name : folder.names()) {
      Long base = Segment.base(name);
      if (base != null) {
        bases.add(base);
      }
    }
    return bases;
  }

  /**
   * The segment that begins at a position.
   *
   * @return null where there is none
   */
  @Nullable Segment at(long base) throws IOException {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i).base() == base) {
        open.add(open.remove(i));
        return open.getLast();
      }
    }
    LedgerFile file;
    try {
      file = folder.open(Segment.name(base));
    } catch (NoSuchFileException _) {
      return null;
    }
    return add(new Segment(base, bytes, file));
  }

  /** The segment that a position lies in. */
  Segment of(long position) throws IOException {
    Segment found = at(position - position % bytes);
    if (found == null) {
      throw new DamagedLogException("the log has no segment for position " + position);
    }
    return found;
  }

  /** The highest mark of entries that begin behind a position, whole or not. */
  long highestMark(long from) throws IOException {
    long highest = 0;
    for (long base : bases()) {
      Segment segment = base + bytes > from ? at(base) : null;
      highest = Math.max(highest, segment == null ? 0 : segment.highestMark(from));
    }
    return highest;
  }

  private Segment add(Segment segment) throws IOException {
    if (open.size() == OPEN_MAX) {
      open.removeFirst().close();
    }
    open.add(segment);
    return segment;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Segment segment : open) {
      try {
        segment.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
