package loteria.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ipc.row.AgencyId;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * Goes through a whole log, in whatever state it is. Changes nothing, and takes no lock: it works
 * while the log is appended to. First it reads how much was known to be on disk, and only there
 * damage is damage; what is torn behind may be what a crash left, or an entry that is being
 * appended at this moment.
 */
public final class LogInspection implements AutoCloseable {
  /** How many segments, from the last, may have entries behind the highest mark. */
  private static final int NEWEST = 2;

  private final Segments segments;
  private final EntryCursor cursor;
  private final Findings findings;
  private LedgerState state = new LedgerState(AgencyId.MAX);

  /** Whether all entries so far have been taken in. */
  private boolean isComplete = true;

  private long mark;

  /** Is shown what there is. */
  public interface Findings {
    /** The next entry of a turn; it is whole, with its rows. */
    void entry(Entry entry) throws IOException;

    /** Something is wrong that was known to be on disk; a line that says what, and where. */
    void problem(String problem) throws IOException;

    /** Something lies behind the end. */
    void torn(String what);
  }

  /**
   * @param folder the log's; only read
   */
  public LogInspection(LedgerFolder folder, Findings findings) {
    this(new Segments(folder), findings);
  }

  LogInspection(Segments segments, Findings findings) {
    this.segments = segments;
    this.cursor = new EntryCursor(segments);
    this.findings = findings;
  }

  /** The fold of all entries that could be read. */
  public LedgerState state() {
    return state;
  }

  /** Up to which position the log was known to be on disk when it was inspected. */
  public long mark() {
    return mark;
  }

  /** Where the log ends, once it has been inspected. */
  public long end() {
    return cursor.position();
  }

  /** Goes through all of it. */
  public void inspect() throws IOException {
    List<Long> bases = segments.bases();
    if (bases.isEmpty() || bases.getFirst() != 0) {
      findings.problem("the log's first segment, " + Segment.name(0) + ", is missing");
      return;
    }
    mark =
        Math.max(markBeside(), segments.highestMark(bases.get(Math.max(0, bases.size() - NEWEST))));
    cursor.goTo(segments.of(0));
    boolean more = true;
    while (more) {
      FileEntry entry = cursor.nextWithRows();
      if (entry != null) {
        takeIn(entry);
      } else {
        more = passDamage();
      }
    }
    inspectBegin();
  }

  /** Whether a start would find where to begin. */
  private void inspectBegin() throws IOException {
    try {
      Recovery.newest(segments);
    } catch (DamagedLogException e) {
      findings.problem(String.valueOf(e.getMessage()));
    }
  }

  private long markBeside() throws IOException {
    try {
      return LogMark.of(segments.folder());
    } catch (DamagedLogException e) {
      findings.problem(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private void takeIn(FileEntry entry) throws IOException {
    switch (entry.kind()) {
      case NEXT -> {}
      case STATE -> takeInState(entry);
      case TURN -> {
        if (isComplete) {
          fold(entry);
        }
        findings.entry(entry);
      }
    }
  }

  private void takeInState(FileEntry entry) throws IOException {
    if (entry.position() > 0 && isComplete) {
      List<LogRecord> expected = new ArrayList<>();
      state.snapshot(expected::add);
      if (!expected.equals(entry.records())) {
        findings.problem(
            place(entry.header()) + ": it begins with another state than those before");
      }
      return;
    }
    state = new LedgerState(AgencyId.MAX);
    isComplete = true;
    fold(entry);
  }

  private void fold(FileEntry entry) throws IOException {
    try {
      entry.foldInto(state);
    } catch (DamagedLogException e) {
      findings.problem(String.valueOf(e.getMessage()));
      isComplete = false;
    }
  }

  /** Reports what lies where no whole entry does, and continues behind it; false at the end. */
  private boolean passDamage() throws IOException {
    Segment here = cursor.segment();
    long at = cursor.position();
    if (here == null) {
      findings.problem("log segment " + Segment.name(at) + " is missing");
      return false;
    }
    EntryCursor.Rest rest = cursor.rest();
    if (rest == EntryCursor.Rest.DAMAGED) {
      // Unless it has been completed meanwhile.
      FileEntry entry = cursor.nextWithRows();
      if (entry != null) {
        takeIn(entry);
        return true;
      }
      return passChanged(here, at);
    }
    if (at >= mark) {
      if (rest == EntryCursor.Rest.TORN) {
        findings.torn(place(here, at) + ": an entry that is not whole");
      }
      return false;
    }
    findings.problem(place(here, at) + ": was known to be on disk, and is not there");
    return skip(here, at);
  }

  private boolean passChanged(Segment here, long at) throws IOException {
    FileEntry entry = cursor.next();
    if (entry == null) {
      findings.problem(place(here, at) + ": an entry was written there, and has changed since");
      return skip(here, at);
    }
    for (LogRecord.BatchStored batch : entry.changedBatches(cursor.rowPart())) {
      findings.problem(
          String.format(
              Locale.ROOT,
              "%s: rows of batch %d of agency %d have changed",
              place(entry.header()),
              batch.batch(),
              batch.agency()));
    }
    if (isComplete && entry.kind() == EntryHeader.Kind.TURN) {
      fold(entry);
    }
    return true;
  }

  /** Continues with the next entry that can be read; false where there is none. */
  private boolean skip(Segment here, long at) throws IOException {
    isComplete = false;
    var header = ByteBuffer.allocate(EntryHeader.BYTES);
    for (long next = at + EntryHeader.ALIGNMENT; next < here.fileEnd(); ) {
      here.file().read(header.clear(), next - here.base());
      if (EntryHeader.at(header.flip(), 0, next) != null) {
        cursor.goTo(here, next);
        return true;
      }
      next += EntryHeader.ALIGNMENT;
    }
    Segment behind = segments.at(here.end());
    if (behind != null) {
      cursor.goTo(behind);
    }
    return behind != null;
  }

  private String place(EntryHeader entry) throws IOException {
    return place(segments.of(entry.position()), entry.position());
  }

  private static String place(Segment in, long position) {
    return String.format(
        Locale.ROOT, "log segment %s, position %d", Segment.name(in.base()), position);
  }

  @Override
  public void close() throws IOException {
    segments.close();
  }
}
