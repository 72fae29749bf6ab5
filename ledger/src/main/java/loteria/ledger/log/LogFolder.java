package loteria.ledger.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/** What can be done with a log's files by who does not append to it. */
public final class LogFolder {
  private LogFolder() {}

  /** The files that every log has that was made. */
  public static List<Path> files(Path folder) {
    return List.of(folder.resolve(Segment.name(0)), folder.resolve(LogMark.NAME));
  }

  /** Whether anything has been written to a log. */
  public static boolean isBegun(LedgerFolder folder) throws IOException {
    try (var segments = new Segments(folder)) {
      Segment first = segments.at(0);
      if (first == null) {
        return false;
      }
      var cursor = new EntryCursor(segments);
      cursor.goTo(first);
      return cursor.rest() != EntryCursor.Rest.BLANK;
    }
  }

  /**
   * Shows what turns have appended to the segments that begin between two positions, each of which
   * may be any: so ranges that cover the log, wherever they meet, show each entry once.
   *
   * @param end the log's end: entries behind it are not shown
   * @throws DamagedLogException when an entry is not whole
   */
  public static void scan(LedgerFolder folder, long from, long to, long end, Log.Visitor visitor)
      throws IOException {
    try (var segments = new Segments(folder)) {
      for (long base : segments.bases()) {
        if (from <= base && base < Math.min(to, end)) {
          long next = segments.of(base).end();
          new EntryReader(segments).read(base, Math.min(next, end), visitor);
        }
      }
    }
  }

  /** Shows what turns have appended, up to the first place where no whole entry lies. */
  public static void readAll(LedgerFolder folder, Log.Visitor visitor) throws IOException {
    try (var segments = new Segments(folder)) {
      var cursor = new EntryCursor(segments);
      cursor.goTo(segments.of(0));
      for (FileEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
        if (entry.kind() == EntryHeader.Kind.TURN) {
          visitor.entry(entry);
        }
      }
    }
  }

  /**
   * The draw that a log has recorded; null where none is made. Reads the newest segment, also while
   * others append to it.
   */
  public static @Nullable DrawRecord draw(LedgerFolder folder) throws IOException {
    try (var segments = new Segments(folder)) {
      var cursor = new EntryCursor(segments);
      cursor.goTo(Recovery.newest(segments));
      DrawRecord draw = null;
      for (FileEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
        for (LogRecord one : entry.records()) {
          draw = one instanceof LogRecord.Drawn(DrawRecord recorded) ? recorded : draw;
        }
      }
      return draw;
    }
  }

  /** Which ledger a log says that it is of; null where it has not begun. */
  public static @Nullable Integer ledgerOf(LedgerFolder folder) throws IOException {
    try (var segments = new Segments(folder)) {
      Segment first = segments.at(0);
      if (first == null) {
        return null;
      }
      var cursor = new EntryCursor(segments);
      cursor.goTo(first);
      EntryHeader header = cursor.nextHeader();
      return header == null ? null : (Integer) header.ledger();
    }
  }

  /** Makes what a new log begins with, and returns once it is on disk. */
  public static void make(LedgerFolder folder) throws IOException {
    LogMark.make(folder);
    try (var segments = new Segments(folder)) {
      segments.make(0);
    }
  }

  /**
   * The record of a stored batch.
   *
   * @throws loteria.ledger.state.DamagedLogException when it is not there
   */
  public static LogRecord.BatchStored find(LedgerFolder folder, int agency, long batch)
      throws IOException {
    try (var segments = new Segments(folder)) {
      return new BatchSearch(segments).find(agency, batch);
    }
  }
}
