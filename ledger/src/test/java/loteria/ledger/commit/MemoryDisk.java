package loteria.ledger.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import loteria.ipc.message.Bytes;
import loteria.ledger.commit.DiskEvent.Change;
import loteria.ledger.commit.DiskEvent.Naming;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.LedgerLock;
import loteria.ledger.log.FileLog;
import loteria.ledger.log.LogInspection;
import loteria.ledger.log.TestLogs;
import loteria.ledger.verify.Verification;
import loteria.ledger.verify.VerificationResult;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;

/**
 * A draw's folder in memory, as all processes see it, and everything that was done to it, in order.
 * Each ledger that is opened on it is a process of its own. Used by one thread.
 */
final class MemoryDisk {
  /** The file bets.csv; all others are of the log. */
  static final int BETS = 0;

  private final List<Image> files = new ArrayList<>();
  private final SortedMap<String, Integer> names = new TreeMap<>();
  private final List<DiskEvent> events = new ArrayList<>();

  /** By file, how many forces of it have failed. */
  private final Map<Integer, Integer> failedForces = new HashMap<>();

  /** What each file was at the beginning, on the disk, too. */
  private final List<Image> begin = new ArrayList<>();

  private Before before = _ -> {};
  private @Nullable Action whileWaiting;
  private boolean locked;
  private int run = 1;
  private long room = Long.MAX_VALUE;

  /** What happens before an event does; may throw to prevent it. */
  interface Before {
    void event(DiskEvent event) throws IOException;
  }

  /** What other processes do. */
  interface Action {
    void run() throws IOException;
  }

  /** A new draw's. */
  MemoryDisk() {
    this(List.of(new Image(), new Image(), new Image()), new TreeMap<>());
    names.put(TestLogs.first(), 1);
    names.put(TestLogs.MARK, 2);
    files.get(2).write(0, TestLogs.newMark());
  }

  /** A disk as a crash left it; files that have no name are no longer there. */
  MemoryDisk(List<Image> files, SortedMap<String, Integer> names) {
    this.files.addAll(files);
    this.names.putAll(names);
    files.forEach(file -> begin.add(file.copy()));
  }

  void before(Before newBefore) {
    before = newBefore;
  }

  /** The next process that wants the lock has to wait while others do this. */
  void whileWaiting(Action others) {
    whileWaiting = others;
  }

  void room(long bytes) {
    room = bytes;
  }

  /** Another server begins on the disk. */
  void nextRun(int newRun) {
    run = newRun;
  }

  int run() {
    return run;
  }

  Image bets() {
    return files.get(BETS);
  }

  List<Image> files() {
    return files;
  }

  SortedMap<String, Integer> names() {
    return names;
  }

  List<DiskEvent> events() {
    return events;
  }

  boolean isLocked() {
    return locked;
  }

  /** A process opens the ledger. */
  GroupCommit open(int agencies) throws IOException {
    var view = new BetsView(new File(BETS));
    FileLog log = TestLogs.over(new Folder(), new Lock(), run);
    return new GroupCommit(log, view, log.open(agencies, view));
  }

  /** A process opens the copy of a replicated log. */
  GroupCommit openCopy(int agencies) throws IOException {
    var view = new BetsView(new File(BETS));
    FileLog log = TestLogs.copyOver(new Folder(), new Lock(), run);
    return new GroupCommit(log, view, log.open(agencies, view));
  }

  /** What {@code verify} says of it, and of a winners.csv that is empty. */
  VerificationResult verify() throws IOException {
    return verify(findings -> TestLogs.inspection(new Folder(), findings));
  }

  /** The same of a copy of a replicated log. */
  VerificationResult verifyCopy() throws IOException {
    return verify(findings -> TestLogs.inspectionOfCopy(new Folder(), findings));
  }

  private VerificationResult verify(Function<LogInspection.Findings, LogInspection> log)
      throws IOException {
    int winners = files.size();
    files.add(new Image());
    return Verification.verify(
        "memory",
        log,
        new File(BETS),
        () -> new File(winners),
        Verification.SealToCheck.NONE,
        List.of());
  }

  LedgerFolder folder() {
    return new Folder();
  }

  /** A process carries out orders in one turn and gives the answers. */
  void carryOut(GroupCommit commit, List<? extends Order> orders) throws IOException {
    CommitGroup group = commit.carryOut(List.copyOf(orders));
    group.answer();
    events.add(new DiskEvent.Answer(List.copyOf(orders)));
  }

  /** A change, with nothing before it. */
  void apply(Change change) {
    events.add(change);
    change.applyTo(files.get(change.file()));
  }

  /** A file as it is on the disk, once the system has written what it has to write. */
  private Image onDisk(int file) {
    Image image = file < begin.size() ? begin.get(file).copy() : new Image();
    var dropped = new DroppedWrites();
    List<Change> unwritten = new ArrayList<>();
    for (DiskEvent event : events) {
      if (event instanceof Change change && change.file() == file) {
        unwritten.add(change);
      } else if (event instanceof DiskEvent.FailedForce(int failed) && failed == file) {
        unwritten.forEach(dropped::drop);
        unwritten.clear();
      } else if (event instanceof DiskEvent.Force(int forced) && forced == file) {
        write(unwritten, dropped, image);
      }
    }
    write(unwritten, dropped, image);
    return image;
  }

  private static void write(List<Change> changes, DroppedWrites dropped, Image image) {
    changes.stream().filter(dropped::lets).forEach(change -> change.applyTo(image));
    changes.clear();
  }

  private void apply(Naming naming) throws IOException {
    before.event(naming);
    events.add(naming);
    naming.applyTo(names);
  }

  private class Folder implements LedgerFolder {
    @Override
    public List<String> names() {
      return List.copyOf(names.keySet());
    }

    @Override
    public LedgerFile open(String name) throws IOException {
      Integer file = names.get(name);
      if (file == null) {
        throw new NoSuchFileException(name);
      }
      return new File(file);
    }

    @Override
    public LedgerFile create(String name) throws IOException {
      int file = files.size();
      files.add(new Image());
      apply(new DiskEvent.Create(name, file));
      return new File(file);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      if (!names.containsKey(from)) {
        throw new NoSuchFileException(from);
      }
      apply(new DiskEvent.Rename(from, to));
    }

    @Override
    public void remove(String name) throws IOException {
      if (!names.containsKey(name)) {
        throw new NoSuchFileException(name);
      }
      apply(new DiskEvent.Remove(name));
    }

    @Override
    public void force() throws IOException {
      var force = new DiskEvent.ForceNames();
      before.event(force);
      events.add(force);
    }

    @Override
    public Object identity(String name) throws IOException {
      Integer file = names.get(name);
      if (file == null) {
        throw new NoSuchFileException(name);
      }
      return file;
    }

    @Override
    public LedgerFolder onDisk(String name) {
      return new FolderOnDisk();
    }

    @Override
    public long room() {
      return room;
    }
  }

  /** Its files past the cache. */
  private final class FolderOnDisk extends Folder {
    @Override
    public LedgerFile open(String name) throws IOException {
      Integer file = names.get(name);
      if (file == null) {
        throw new NoSuchFileException(name);
      }
      return new MemoryLog.BetsFile(MemoryDisk.this.onDisk(file));
    }
  }

  private final class File implements LedgerFile {
    private final int file;

    /** How many failed forces it has reported, or that nothing reports any more. */
    private int failedForcesKnown;

    private boolean closed;

    File(int file) {
      this.file = file;
      this.failedForcesKnown = failedForces.getOrDefault(file, 0);
    }

    @Override
    public long size() throws IOException {
      checkOpen();
      return files.get(file).size();
    }

    @Override
    public void read(ByteBuffer into, long at) throws IOException {
      checkOpen();
      files.get(file).read(into, at);
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
      if (!bytes.hasRemaining()) {
        return;
      }
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      change(new DiskEvent.Write(file, at, Bytes.of(content)));
    }

    @Override
    public void truncate(long size) throws IOException {
      change(new DiskEvent.Truncate(file, size));
    }

    @Override
    public void force() throws IOException {
      checkOpen();
      var force = new DiskEvent.Force(file);
      try {
        before.event(force);
      } catch (IOException e) {
        events.add(new DiskEvent.FailedForce(file));
        failedForcesKnown = failedForces.merge(file, 1, Integer::sum);
        throw e;
      }
      events.add(force);
      int failed = failedForces.getOrDefault(file, 0);
      if (failed > failedForcesKnown) {
        failedForcesKnown = failed;
        throw new IOException("a force has failed since the file was opened");
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void checkOpen() throws ClosedChannelException {
      if (closed) {
        throw new ClosedChannelException();
      }
    }

    private void change(Change change) throws IOException {
      checkOpen();
      if (!locked) {
        throw new AssertionError("changed without the lock: " + change);
      }
      before.event(change);
      apply(change);
    }
  }

  private final class Lock implements LedgerLock {
    @Override
    public Held acquire() throws IOException {
      Action others = whileWaiting;
      whileWaiting = null;
      if (others != null) {
        others.run();
      }
      if (locked) {
        throw new AssertionError("taken while held");
      }
      locked = true;
      return () -> locked = false;
    }

    @Override
    public @Nullable Held tryAcquire() throws IOException {
      return locked || whileWaiting != null ? null : acquire();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
