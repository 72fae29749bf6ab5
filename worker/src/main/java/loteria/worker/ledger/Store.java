package loteria.worker.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.folder.DrawFolder;
import loteria.ipc.folder.FolderFiles;
import loteria.ipc.process.DiskFull;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import loteria.worker.disk.ChannelFile;
import loteria.worker.disk.LedgerLock;
import loteria.worker.disk.ProcessLock;
import loteria.worker.redo.RedoLog;
import org.jspecify.annotations.Nullable;

/**
 * The files of a draw and what they say: carries out one turn after another. Used by one thread.
 *
 * <p>A turn: take the lock; take in what other processes journalled; cut what one of them died
 * writing; append rows, then records, then both to the redo log; let the lock go; force the log, or
 * where that is not enough both files; answer. So recovery after a process died is part of every
 * turn.
 */
final class Store implements AutoCloseable {
  private final DrawFiles files;
  private final LedgerLock lock;
  private final Journal journal;
  private final BetFile bets;
  private final RedoLog log;
  private final int agencies;
  private LedgerState state;
  private long lockWaitNanos;

  private Store(DrawFiles files, RedoLog log, LedgerLock lock, int agencies) {
    this.files = files;
    this.log = log;
    this.lock = lock;
    this.journal = new Journal(files.journal());
    this.bets = new BetFile(files.bets());
    this.agencies = agencies;
    this.state = new LedgerState(agencies);
  }

  /**
   * Opens the files of a draw's folder and recovers what they say.
   *
   * @throws loteria.ipc.folder.FolderChangedException when other files are there now
   */
  static Store open(FolderFiles there, int agencies) throws IOException {
    Path folder = there.folder();
    var files =
        new DrawFiles(
            ChannelFile.open(folder.resolve(DrawFolder.BETS)),
            ChannelFile.open(folder.resolve(DrawFolder.JOURNAL)));
    var log = new RedoLog(ChannelFile.open(folder.resolve(DrawFolder.REDO)));
    var lock = ProcessLock.open(folder.resolve(DrawFolder.LOCK), there::checkLock);
    // Only now: what is checked here cannot be others than those that have been opened.
    there.check();
    return open(files, log, lock, agencies);
  }

  /** Takes over open files and recovers what they say. */
  static Store open(DrawFiles files, RedoLog log, LedgerLock lock, int agencies)
      throws IOException {
    var store = new Store(files, log, lock, agencies);
    try (LedgerLock.Held held = lock.acquire()) {
      Recovery.recover(files, log, store.state);
      log.begin(held, store.state.records());
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
    files.check();
    Turn turn;
    long asked = System.nanoTime();
    try (LedgerLock.Held held = lock.acquire()) {
      lockWaitNanos += System.nanoTime() - asked;
      takeIn();
      log.meet(held, state.records(), files.forced());
      turn = write(orders, held);
    }
    int records = state.records();
    if (state.relied() > state.forced()) {
      if (log.covers(records)) {
        log.force();
      } else {
        files.force(records);
      }
      state.forced(records);
    }
    return turn;
  }

  /**
   * Forces the files, so that the log may be written over; null while that is not called for. Any
   * thread may run it, while turns go on.
   */
  @Nullable Checkpoint checkpoint() {
    int records = state.records();
    return log.wantsCheckpoint() ? () -> files.force(records) : null;
  }

  /** Something to do beside the turns. */
  interface Checkpoint {
    /**
     * @throws IOException when the disk failed: no turn succeeds from then on
     */
    void run() throws IOException;
  }

  /**
   * After the last turn: leaves files that are on disk by themselves, and a log without entries.
   */
  void settle() throws IOException {
    // Twice, so that the lock is not held for long.
    files.force(state.records());
    try (LedgerLock.Held held = lock.acquire()) {
      takeIn();
      files.force(state.records());
      empty(held);
    }
  }

  private void empty(LedgerLock.Held held) throws IOException {
    try {
      log.begin(held, state.records());
    } catch (IOException e) {
      // A log that keeps its entries does no harm here: they are what the files have.
      if (!DiskFull.isWhy(e, files.bets().room())) {
        throw e;
      }
    }
  }

  /** Takes in what other processes have done. */
  private void takeIn() throws IOException {
    journal.refresh(state);
    bets.cutTorn(state.committedBytes());
  }

  private Turn write(List<Order> orders, LedgerLock.Held held) throws IOException {
    int recordsBefore = state.records();
    long bytesBefore = state.committedBytes();
    var turn = new Turn(state, journal::batchAt);
    for (Order order : orders) {
      turn.take(order);
    }
    try {
      bets.append(turn.rows(), bytesBefore);
      journal.append(turn.entries());
    } catch (IOException e) {
      boolean full = DiskFull.isWhy(e, files.bets().room());
      // In this order: rows without records are torn ones, records without rows are damage.
      journal.cut(recordsBefore);
      files.bets().truncate(bytesBefore);
      if (!full) {
        throw e;
      }
      return deny(orders, recordsBefore, e);
    }
    log(turn, recordsBefore, bytesBefore, held);
    return turn;
  }

  /** Writes to the log what is in the files now, and will not be cut from them any more. */
  private void log(Turn turn, int recordsBefore, long bytesBefore, LedgerLock.Held held)
      throws IOException {
    int recordBytes = turn.entries().size() * RecordCodec.SIZE;
    ByteBuffer out = log.entry(recordBytes + state.committedBytes() - bytesBefore);
    if (recordBytes == 0 || out == null) {
      return;
    }
    turn.entries().forEach(entry -> RecordCodec.write(out, entry));
    turn.rows().forEach(rows -> out.put(rows.array(), rows.from(), rows.length()));
    log.append(held, state.records(), Journal.at(recordsBefore), recordBytes, bytesBefore);
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
        case Order.Open open ->
            turn.answerLater(() -> open.admission().complete(new Admission.Denied(failure)));
        case Order.Append append -> turn.answerLater(() -> append.reply().complete(failure));
        case Order.Finish finish -> turn.answerLater(() -> finish.reply().complete(failure));
        case Order.Close close -> turn.answerLater(() -> close.reply().complete(failure));
        case Order.RecordDraw draw ->
            turn.answerLater(() -> draw.recorded().completeExceptionally(full));
        case Order.Look _, Order.Compare _ -> turn.take(order);
      }
    }
    return turn;
  }

  @Override
  public void close() throws IOException {
    // Closing is all: every write that was answered has been forced.
    try (lock;
        log) {
      files.close();
    }
  }
}
