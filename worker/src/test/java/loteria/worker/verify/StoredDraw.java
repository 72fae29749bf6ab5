package loteria.worker.verify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Request;
import loteria.worker.disk.NewFolder;
import loteria.worker.ledger.AgencySession;
import loteria.worker.ledger.Ledger;

/** A draw's folder that a test fills by the ledger itself, and then damages. */
final class StoredDraw {
  static final int RECORD_BYTES = 64;

  private static final int AGENCIES = 3;
  private static final String WINNERS = "1,30000001\r\n2,30000002\r\n";

  private final Path folder;

  StoredDraw(Path folder) {
    this.folder = folder;
  }

  /** What a test does with the ledger. Whatever it waits for is a turn of its own. */
  interface Filling {
    void fill(Ledger ledger) throws IOException;
  }

  StoredDraw fill(Filling filling) throws IOException {
    var events =
        new Ledger.Events() {
          @Override
          public void finished(AgencyId agency, long committedBytes) {
            // Nobody coordinates here.
          }

          @Override
          public void failed(Throwable failure) {
            throw new AssertionError(failure);
          }
        };
    try (Ledger ledger = Ledger.open(NewFolder.filesOf(folder), AGENCIES, events)) {
      filling.fill(ledger);
    }
    return this;
  }

  /** Three batches (records 0 to 2), both agencies finished (3, 4), the draw (5) and its file. */
  StoredDraw fillWhole() throws IOException {
    Bytes winners = Bytes.of(WINNERS.getBytes(StandardCharsets.US_ASCII));
    Files.createDirectories(folder);
    Files.write(winners(), winners.array());
    return fill(
        ledger -> {
          store(ledger, 1, 1, row(1, 1) + row(1, 2) + row(1, 3));
          store(ledger, 2, 1, row(2, 1) + row(2, 2));
          store(ledger, 1, 2, row(1, 4));
          ledger.finish(new AgencySession(1), new AgencyId(1), null).join();
          ledger.finish(new AgencySession(1), new AgencyId(2), null).join();
          ledger.recordDraw(new DrawRecord(7574, 2, winners.crc32c())).join();
        });
  }

  /** Appends rows as they are: the ledger leaves it to others to check them. */
  static void store(Ledger ledger, int agency, long batch, String rows) {
    var content = Bytes.of(rows.getBytes(StandardCharsets.UTF_8));
    int count = (int) rows.chars().filter(c -> c == '\n').count();
    ledger
        .append(
            new AgencySession(1), new AgencyId(agency), new Request.Batch(batch, count, content))
        .join();
  }

  static String row(int agency, int n) {
    return "%d,José,\"Paz, h\",3000000%d,1990-05-17,%d\r\n".formatted(agency, n, 7000 + n);
  }

  Path folder() {
    return folder;
  }

  Path bets() {
    return folder.resolve("bets.csv");
  }

  Path journal() {
    return folder.resolve("journal");
  }

  Path winners() {
    return folder.resolve("winners.csv");
  }

  /** Changes one byte of a file; a second time restores it. */
  static void flip(Path file, long at) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 0x10);
    }
  }

  static void write(Path file, long at, byte[] content) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write(content);
    }
  }

  static void cut(Path file, long size) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(size);
    }
  }

  Report verify() throws IOException {
    return Verification.verify(folder);
  }
}
