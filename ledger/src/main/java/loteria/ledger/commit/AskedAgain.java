package loteria.ledger.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;
import loteria.ledger.log.LogInspection;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LogRecord;

/**
 * Asks a new ledger for all that another one has recorded, in its order. An import is the first run
 * of the new one: the sessions of an agency, of whichever run and server they were, are opened
 * again as sessions of that run, one after the other. So every session of a later run is newer than
 * they are, and a ledger of files, where epochs rise, takes them too.
 */
final class AskedAgain implements LogInspection.Findings {
  /** The run of an import; see {@link AgencySession}. */
  static final int RUN = 1;

  private static final int ORDERS_MAX = 4096;
  private static final int ROW_BYTES_MAX = 4 << 20;

  private final ImportTarget target;
  private final int rowBytesMax;
  private final LongConsumer progress;

  /**
   * By agency: the epoch of its newest session in the source, and which of its sessions that is.
   */
  private long[] epochs = new long[0];

  private int[] sessions = new int[0];
  private List<Order> orders = new ArrayList<>();
  private int rowBytes;
  private long bets;

  /**
   * @param progress is given how many bets are stored, again and again
   */
  AskedAgain(ImportTarget target, LongConsumer progress) {
    this(target, ROW_BYTES_MAX, progress);
  }

  /**
   * @param rowBytesMax how many bytes of rows are asked for at once, but for one batch
   */
  AskedAgain(ImportTarget target, int rowBytesMax, LongConsumer progress) {
    this.target = target;
    this.rowBytesMax = rowBytesMax;
    this.progress = progress;
  }

  @Override
  public void entry(Entry entry) throws IOException {
    var rows = ByteBuffer.allocate(entry.rowBytes());
    entry.rows(rows, 0);
    int at = 0;
    for (LogRecord record : entry.records()) {
      if (record instanceof LogRecord.BatchStored batch) {
        ask(batch, Bytes.of(rows.array(), at, at + batch.length()));
        at += batch.length();
      } else {
        ask(record);
      }
    }
  }

  private void ask(LogRecord.BatchStored stored, Bytes rows) throws IOException {
    int agency = stored.agency();
    noteSession(agency, stored.epoch());
    var batch = new Request.Batch(stored.batch(), stored.rows(), rows);
    add(
        new Order.Append(
            session(agency), new AgencyId(agency), batch, stored.digest(), new PendingAnswer<>()),
        rows.length());
    bets += stored.rows();
  }

  private void ask(LogRecord record) throws IOException {
    switch (record) {
      case LogRecord.SessionOpened(int agency, long epoch) -> noteSession(agency, epoch);
      case LogRecord.AgencyFinished(int agency, long _, long _) -> {
        grow(agency);
        var id = new AgencyId(agency);
        add(new Order.Finish(session(agency), id, null, new PendingAnswer<>()), 0);
      }
      case LogRecord.AgencyClosed(int agency, long _, long _) ->
          add(new Order.Close(new AgencyId(agency), new PendingAnswer<>()), 0);
      case LogRecord.IntakeClosed() -> ask(DrawStage.CLOSED);
      case LogRecord.Sealed(Seal seal) -> ask(DrawStage.OPEN.with(seal));
      case LogRecord.NumberDrawn(int number) -> ask(DrawStage.OPEN.with(number));
      case LogRecord.Drawn(DrawRecord draw) ->
          add(new Order.RecordDraw(draw, new PendingAnswer<>()), 0);
      case LogRecord.BatchStored _,
          LogRecord.AgencyState _,
          LogRecord.RowsState _,
          LogRecord.RunBegun _,
          LogRecord.ViewForced _,
          LogRecord.FollowedTo _,
          LogRecord.Ended _ -> {
        // What a log says of itself; the new one will say it in its own way.
      }
    }
  }

  private void ask(DrawStage step) throws IOException {
    add(new Order.Advance(step, new PendingAnswer<>()), 0);
  }

  /** Opens an agency's session, where it is another than before. */
  private void noteSession(int agency, long epoch) throws IOException {
    grow(agency);
    if (epochs[agency] != epoch) {
      long newest = session(agency).epoch();
      epochs[agency] = epoch;
      sessions[agency]++;
      var id = new AgencyId(agency);
      add(new Order.Open(session(agency), id, newest, new PendingAnswer<>()), 0);
    }
  }

  private void add(Order order, int bytes) throws IOException {
    if (orders.size() >= ORDERS_MAX || rowBytes + bytes > rowBytesMax) {
      flush();
    }
    orders.add(order);
    rowBytes += bytes;
  }

  private void grow(int agency) {
    if (agency >= epochs.length) {
      epochs = Arrays.copyOf(epochs, Math.max(agency + 1, 2 * epochs.length));
      sessions = Arrays.copyOf(sessions, epochs.length);
    }
  }

  private AgencySession session(int agency) {
    int number = sessions[agency];
    return new AgencySession(number == 0 ? 0 : ((long) RUN << Integer.SIZE) | number);
  }

  /** Has the target store what is left. */
  void flush() throws IOException {
    if (!orders.isEmpty()) {
      target.store(orders);
      orders = new ArrayList<>();
      rowBytes = 0;
      progress.accept(bets);
    }
  }

  @Override
  public void problem(String problem) throws DamagedLogException {
    throw new DamagedLogException(problem);
  }

  @Override
  public void torn(String what) {
    // Nothing of it was acknowledged.
  }
}
