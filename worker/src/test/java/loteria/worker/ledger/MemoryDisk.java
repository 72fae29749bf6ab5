package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import loteria.ipc.wire.Bytes;
import loteria.worker.disk.LedgerFile;
import loteria.worker.disk.LedgerLock;
import loteria.worker.ledger.DiskEvent.Change;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Truncate;
import loteria.worker.ledger.DiskEvent.Write;
import loteria.worker.redo.RedoLog;

/**
 * A draw's files in memory, as all processes see them, and everything that was done to them, in
 * order. Whoever opens a store on it is a process of its own. Used by one thread, and a
 * checkpoint's.
 */
final class MemoryDisk {
  /** Of the redo log: few entries fill it. */
  static final int SEGMENT_BYTES = 4096;

  static final int ALIGNMENT = 64;

  private final Map<Target, Image> images = new EnumMap<>(Target.class);
  private final List<DiskEvent> events = new ArrayList<>();
  private Before before = _ -> {};
  private final Image note = new Image();
  private boolean locked;
  private long room = Long.MAX_VALUE;

  /** What happens before an event does; may throw to prevent it. */
  interface Before {
    void event(DiskEvent event) throws IOException;
  }

  MemoryDisk() {
    this(new Image(), new Image());
  }

  /** A disk whose redo log is missing. */
  MemoryDisk(Image bets, Image journal) {
    this(bets, journal, new Image());
  }

  /** A disk as a crash left it. */
  MemoryDisk(Image bets, Image journal, Image redo) {
    images.put(Target.BETS, bets);
    images.put(Target.JOURNAL, journal);
    images.put(Target.REDO, redo);
  }

  void before(Before newBefore) {
    before = newBefore;
  }

  void room(long bytes) {
    room = bytes;
  }

  Image bets() {
    return image(Target.BETS);
  }

  Image journal() {
    return image(Target.JOURNAL);
  }

  Image redo() {
    return image(Target.REDO);
  }

  /** What is left of the lock's note. */
  Image note() {
    return note;
  }

  List<DiskEvent> events() {
    return events;
  }

  boolean isLocked() {
    return locked;
  }

  /** A process opens the files. */
  Store open(int agencies) throws IOException {
    return open(agencies, SEGMENT_BYTES);
  }

  /** A process opens the files, of which the redo log is to have other segments. */
  Store open(int agencies, int segmentBytes) throws IOException {
    return Store.open(
        new DrawFiles(new File(Target.BETS), new File(Target.JOURNAL)),
        new RedoLog(new File(Target.REDO), segmentBytes, ALIGNMENT),
        new Lock(),
        agencies);
  }

  /** A process opens the files, carries out orders in one turn and gives the answers. */
  void carryOut(Store store, List<? extends Order> orders) throws IOException {
    Turn turn = store.carryOut(List.copyOf(orders));
    turn.answer();
    happened(new DiskEvent.Answer(List.copyOf(orders)));
  }

  /** A change, with nothing before it. */
  void apply(Change change) {
    happened(change);
    change.applyTo(image(change.target()));
  }

  /** A checkpoint's thread forces beside the ledger's. */
  private void happened(DiskEvent event) {
    synchronized (events) {
      events.add(event);
    }
  }

  private Image image(Target target) {
    return Objects.requireNonNull(images.get(target));
  }

  private final class File implements LedgerFile {
    private final Target target;

    File(Target target) {
      this.target = target;
    }

    @Override
    public long size() {
      return image(target).size();
    }

    @Override
    public long room() {
      return room;
    }

    @Override
    public void read(ByteBuffer into, long at) {
      image(target).read(into, at);
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
      if (!bytes.hasRemaining()) {
        return;
      }
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      change(new Write(target, at, Bytes.of(content)));
    }

    @Override
    public void truncate(long size) throws IOException {
      change(new Truncate(target, size));
    }

    @Override
    public void force() throws IOException {
      var force = new Force(target);
      before.event(force);
      happened(force);
    }

    @Override
    public void close() {
      // Nothing is held.
    }

    private void change(Change change) throws IOException {
      if (!locked) {
        throw new AssertionError("changed without the lock: " + change);
      }
      before.event(change);
      apply(change);
    }
  }

  private final class Lock implements LedgerLock {
    @Override
    public Held acquire() {
      if (locked) {
        throw new AssertionError("taken while held");
      }
      locked = true;
      return new HeldLock();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private final class HeldLock implements LedgerLock.Held {
    @Override
    public void read(ByteBuffer into) {
      note.read(into, 0);
    }

    @Override
    public void leave(ByteBuffer bytes) throws IOException {
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      var left = new DiskEvent.Note(Bytes.of(content));
      before.event(left);
      happened(left);
      note.write(0, left.bytes());
    }

    @Override
    public void close() {
      locked = false;
    }
  }
}
