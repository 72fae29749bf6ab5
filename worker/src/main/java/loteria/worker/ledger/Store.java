package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.process.DiskFull;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;

/**
 * Both files of a draw and what they say: carries out one turn after another. Used by one thread.
 *
 * <p>A turn: take the lock; take in what other processes journalled; cut what one of them died
 * writing; append rows, then records; let the lock go; force both files; answer. So recovery after
 * a process died is part of every turn.
 */
final class Store implements AutoCloseable {
  private static final int APPEND_BYTES = 1 << 20;

  private final LedgerFile bets;
  private final LedgerFile journalFile;
  private final LedgerLock lock;
  private final Journal journal;
  private final int agencies;
  private final ByteBuffer appendBuffer = ByteBuffer.allocateDirect(APPEND_BYTES);
  private LedgerState state;
  private long lockWaitNanos;

  private Store(LedgerFile bets, LedgerFile journalFile, LedgerLock lock, int agencies) {
    this.bets = bets;
    this.journalFile = journalFile;
    this.lock = lock;
    this.journal = new Journal(journalFile);
    this.agencies = agencies;
    this.state = new LedgerState(agencies);
  }

  /** Opens the files of a draw's folder, made where there is none, and recovers what they say. */
  static Store open(Path folder, int agencies) throws IOException {
    ChannelFile.makeDirectories(folder);
    return open(
        ChannelFile.open(folder.resolve("bets.csv")),
        ChannelFile.open(folder.resolve("journal")),
        ProcessLock.open(folder.resolve("bets.lock")),
        agencies);
  }

  /** Takes over open files and recovers what they say. */
  static Store open(LedgerFile bets, LedgerFile journal, LedgerLock lock, int agencies)
      throws IOException {
    var store = new Store(bets, journal, lock, agencies);
    try (LedgerLock.Held _ = lock.acquire()) {
      Journal.begin(journal, bets);
      Recovery.recover(journal, bets, store.state);
    } catch (IOException e) {
      store.close();
      throw e;
    }
    return store;
  }

  LedgerState state() {
    return state;
  }

  /** How long all turns together have waited for the lock. */
  long lockWaitNanos() {
    return lockWaitNanos;
  }

  /**
   * Carries out orders; returns once everything answered is on disk, the answers not yet given.
   *
   * @throws IOException when the disk failed: nothing may be answered, and nothing tried again
   */
  Turn carryOut(List<Order> orders) throws IOException {
    Turn turn;
    long asked = System.nanoTime();
    try (LedgerLock.Held _ = lock.acquire()) {
      lockWaitNanos += System.nanoTime() - asked;
      journal.refresh(state);
      cutTornRows();
      turn = write(orders);
    }
    int records = state.records();
    if (records > state.forced()) {
      bets.force();
      journal.force();
      state.forced(records);
    }
    return turn;
  }

  private Turn write(List<Order> orders) throws IOException {
    int recordsBefore = state.records();
    long bytesBefore = state.committedBytes();
    var turn = new Turn(state, journal::batchAt);
    for (Order order : orders) {
      turn.take(order);
    }
    try {
      appendRows(turn.rows(), bytesBefore);
      journal.append(turn.entries());
      return turn;
    } catch (IOException e) {
      boolean full = DiskFull.isWhy(e, bets.room());
      bets.truncate(bytesBefore);
      journal.cut(recordsBefore);
      if (!full) {
        throw e;
      }
      return deny(orders, recordsBefore, e);
    }
  }

  /** What to answer when there is no room: everything is as it was before the turn. */
  private Turn deny(List<Order> orders, int recordsBefore, IOException full) throws IOException {
    int forced = Math.min(state.forced(), recordsBefore);
    state = new LedgerState(agencies);
    journal.refresh(state);
    state.forced(forced);
    var failure =
        new Reply.Failure(
            ErrorCode.DISK_FULL,
            (int) DiskFull.RETRY_AFTER.toMillis(),
            "no room on the disk: " + full.getMessage());
    var turn = new Turn(state, journal::batchAt);
    for (Order order : orders) {
      switch (order) {
        case Order.Append append -> turn.answerLater(() -> append.reply().complete(failure));
        case Order.Finish finish -> turn.answerLater(() -> finish.reply().complete(failure));
        case Order.Close close -> turn.answerLater(() -> close.reply().complete(failure));
        case Order.RecordDraw draw ->
            turn.answerLater(() -> draw.recorded().completeExceptionally(full));
        case Order.Look look -> turn.take(look);
      }
    }
    return turn;
  }

  private void appendRows(List<Bytes> rows, long from) throws IOException {
    long at = from;
    appendBuffer.clear();
    for (Bytes batch : rows) {
      for (int start = batch.from(); start < batch.to(); ) {
        if (!appendBuffer.hasRemaining()) {
          at = writeAppendBuffer(at);
        }
        int count = Math.min(appendBuffer.remaining(), batch.to() - start);
        appendBuffer.put(batch.array(), start, count);
        start += count;
      }
    }
    writeAppendBuffer(at);
  }

  private long writeAppendBuffer(long at) throws IOException {
    int count = appendBuffer.flip().limit();
    bets.write(appendBuffer, at);
    appendBuffer.clear();
    return at + count;
  }

  private void cutTornRows() throws IOException {
    long size = bets.size();
    if (size > state.committedBytes()) {
      bets.truncate(state.committedBytes());
    } else if (size < state.committedBytes()) {
      throw new DamagedLedgerException(
          "bets.csv has %d bytes, the journal %d".formatted(size, state.committedBytes()));
    }
  }

  @Override
  public void close() throws IOException {
    try (lock;
        journalFile;
        bets) {
      // Closing is all: every write that was answered has been forced.
    }
  }
}
