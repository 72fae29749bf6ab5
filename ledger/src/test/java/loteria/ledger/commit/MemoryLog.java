package loteria.ledger.commit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ledger.file.LedgerFile;
import loteria.ledger.log.Log;
import loteria.ledger.log.NoRoomException;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import loteria.ledger.view.BetsView;

/**
 * Another engine: entries in a list that several processes share, one after the other. It finds no
 * room now and then, before or after a turn has decided. Used by one thread.
 */
final class MemoryLog implements Log {
  private final Shared shared;

  /** How many entries this process's state has taken in. */
  private int read;

  private MemoryLog(Shared shared) {
    this.shared = shared;
  }

  /** What all processes share. */
  static final class Shared {
    private final List<Stored> entries = new ArrayList<>();
    private final Image bets = new Image();
    private final Random faults;
    private final int oneIn;

    /**
     * @param oneIn of so many turns, one on the average finds no room; 0 for none
     */
    Shared(Random faults, int oneIn) {
      this.faults = faults;
      this.oneIn = oneIn;
    }

    /** A process opens the ledger. */
    GroupCommit open(int agencies) throws IOException {
      var state = new LedgerState(agencies);
      var log = new MemoryLog(this);
      log.restore(state);
      return new GroupCommit(log, new BetsView(new BetsFile(bets)), state);
    }

    Image bets() {
      return bets;
    }

    private void mayLackRoom() throws NoRoomException {
      if (oneIn > 0 && faults.nextInt(oneIn) == 0) {
        throw new NoRoomException(new IOException("none left"));
      }
    }
  }

  private record Stored(long position, long betsAt, List<LogRecord> records, Bytes bytes)
      implements Entry {
    @Override
    public long end() {
      return position + 1;
    }

    @Override
    public long millis() {
      return 0;
    }

    @Override
    public int rowBytes() {
      return bytes.length();
    }

    @Override
    public void rows(ByteBuffer into, int from) {
      into.put(bytes.array(), from, Math.min(into.remaining(), bytes.length() - from));
    }
  }

  @Override
  public void append(Turn turn) throws IOException {
    takeIn(turn.state());
    shared.mayLackRoom();
    long betsAt = turn.state().betsBytes();
    Addition addition = turn.decide();
    if (addition.records().isEmpty()) {
      return;
    }
    shared.mayLackRoom();
    var rows = new ByteArrayOutputStream();
    for (Bytes batch : addition.rows()) {
      rows.write(batch.array(), batch.from(), batch.length());
    }
    turn.beforeAppend(ByteBuffer.wrap(rows.toByteArray()));
    var records = List.copyOf(addition.records());
    var bytes = Bytes.of(rows.toByteArray());
    shared.entries.add(new Stored(shared.entries.size(), betsAt, records, bytes));
    read = shared.entries.size();
    turn.appended(read);
  }

  @Override
  public void restore(LedgerState state) throws IOException {
    read = 0;
    takeIn(state);
  }

  private void takeIn(LedgerState state) throws IOException {
    while (read < shared.entries.size()) {
      state.takeIn(shared.entries.get(read++));
    }
  }

  @Override
  public LogRecord.BatchStored find(int agency, long batch) {
    for (Stored entry : shared.entries) {
      for (LogRecord record : entry.records) {
        if (record instanceof LogRecord.BatchStored stored
            && stored.agency() == agency
            && stored.batch() == batch) {
          return stored;
        }
      }
    }
    throw new AssertionError("no batch " + batch + " of agency " + agency);
  }

  @Override
  public void read(long from, long to, Visitor visitor) throws IOException {
    for (Stored entry : shared.entries.subList((int) from, (int) to)) {
      visitor.entry(entry);
    }
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  /** A file that nothing but its content is known of. */
  record BetsFile(Image image) implements LedgerFile {
    @Override
    public long size() {
      return image.size();
    }

    @Override
    public void read(ByteBuffer into, long at) {
      image.read(into, at);
    }

    @Override
    public void write(ByteBuffer bytes, long at) {
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      image.write(at, Bytes.of(content));
    }

    @Override
    public void truncate(long size) {
      image.resize(size);
    }

    @Override
    public void force() {
      // It is in memory.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
