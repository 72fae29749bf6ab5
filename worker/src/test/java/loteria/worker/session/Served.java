package loteria.worker.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.io.MessageMemory;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.Standing;
import loteria.ledger.folder.DrawFolder;
import loteria.worker.NewLedger;

/**
 * Sessions of a worker, with a ledger on real files behind them; its day is 2026-11-20 at first.
 */
final class Served implements AutoCloseable {
  static final int AGENCIES = 2;
  static final int AGENCIES_MAX = 65_535;
  static final int FRAME_BYTES_MAX = 123_456;

  /** What messages in hand may take, beside what each session brings. */
  static final int MEMORY_BYTES = 3 << 20;

  static {
    Logging.level("ERROR");
  }

  private final Path socket;
  private final Ledger ledger;
  private final DrawResults results = new DrawResults();
  private final MessageMemory memory = new MessageMemory(MEMORY_BYTES);
  private final Sessions sessions;
  private final AtomicLong epochs = new AtomicLong();
  private volatile LocalDate day = LocalDate.of(2026, 11, 20);
  private final AtomicInteger failures = new AtomicInteger();

  private Served(Path folder, int agencies) throws IOException {
    this.socket = folder.resolve("worker.sock");
    DrawFolder.make(folder.resolve("navidad"), FileAccess.OWNER);
    this.ledger = NewLedger.again(folder.resolve("navidad"), agencies, new Events());
    var desk =
        new RequestHandler(
            ledger,
            results,
            new IntakeEnd(ledger, null, Clock.systemUTC()),
            "navidad",
            FRAME_BYTES_MAX);
    this.sessions = Sessions.serve(UnixSocket.listen(socket), desk, results, memory);
  }

  /** Serves the draw "navidad" below a folder. */
  static Served in(Path folder) throws IOException {
    return in(folder, AGENCIES);
  }

  static Served in(Path folder, int agencies) throws IOException {
    return new Served(folder, agencies);
  }

  /** The next session, in the native dialect. */
  Peer connect() throws IOException {
    return connect(Dialect.NATIVE);
  }

  Peer connect(Dialect dialect) throws IOException {
    return connect(new SessionStart(dialect, epochs.incrementAndGet(), 0, 0, day, 0));
  }

  Peer connect(SessionStart start) throws IOException {
    return Peer.connect(socket, start);
  }

  /** Connects and says which agency it is. */
  Peer hello(int agency) throws IOException {
    Peer peer = connect();
    peer.send(new Request.Hello(agency, ""));
    peer.reply();
    return peer;
  }

  /** Sets the clock, for the sessions that begin from now on. */
  void day(int year, int month, int dayOfMonth) {
    day = LocalDate.of(year, month, dayOfMonth);
  }

  DrawResults results() {
    return results;
  }

  MessageMemory memory() {
    return memory;
  }

  /** The draw has been made, with these winners. */
  void draw(Map<Integer, List<String>> winners) {
    results.drawn(agency -> winners.getOrDefault(agency, List.of()));
  }

  Sessions sessions() {
    return sessions;
  }

  Standing standing(int agency) {
    return ledger.standing(new AgencyId(agency)).join();
  }

  /** A good batch of so many rows. */
  static Request.Batch batch(int agency, long id, int rows) {
    return batch(id, row(agency, id, "%04d".formatted(id)).repeat(rows));
  }

  static Request.Batch batch(long id, String rows) {
    byte[] content = rows.getBytes(StandardCharsets.UTF_8);
    return new Request.Batch(
        id, (int) rows.chars().filter(c -> c == '\n').count(), Bytes.of(content));
  }

  static String row(int agency, long document, String number) {
    return "%d,José,\"Paz, de\",%08d,1990-05-17,%s\r\n".formatted(agency, document, number);
  }

  @Override
  public void close() throws IOException {
    try (ledger;
        sessions) {
      if (failures.get() > 0) {
        throw new IOException("the ledger failed");
      }
    }
  }

  private final class Events implements Ledger.Events {
    @Override
    public void finished(LedgerSnapshot.Totals stored, long end) {
      // There is no supervisor to tell.
    }

    @Override
    public void failed(Throwable failure) {
      failures.incrementAndGet();
    }
  }
}
