package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loteria.ipc.folder.FileAccess;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.folder.FolderFiles;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.verify.VerificationResult;

/** Ledgers on real files, of processes that have no supervisor. */
final class RealLedger {
  private RealLedger() {}

  /** What a ledger reports. */
  static final class Reported implements Ledger.Events {
    final BlockingQueue<String> finished = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    @Override
    public void finished(LedgerSnapshot.Totals stored, long end) {
      finished.add(stored.agency() + " at " + end);
    }

    @Override
    public void failed(Throwable failure) {
      failures.add(failure);
    }
  }

  /** Makes a draw's folder where there is none, and begins its next run. */
  static int beginRun(Path folder) throws IOException {
    DrawFolder.make(folder, FileAccess.OWNER);
    return DrawFolder.beginRun(folder, FileAccess.OWNER).run();
  }

  /** Opens a ledger as a worker of this run does. */
  static Ledger open(Path folder, int agencies, int run, Ledger.Events events) throws IOException {
    var identity = new LedgerIdentity(LedgerIdentity.read(folder).id(), run);
    return DrawLedger.open(FolderFiles.of(folder), FileAccess.OWNER, agencies, identity, events);
  }

  /**
   * Begins a run, and checks that bets.csv has just the rows of {@link MadeUpBatches} up to what
   * the log counts, in order, and that all is sound.
   *
   * @return how many batches each agency has, by number
   */
  static long[] stored(Path folder, int agencies) throws IOException {
    open(folder, agencies, beginRun(folder), new Reported()).close();
    VerificationResult report = DrawLedger.verify(folder);
    assertEquals(0, report.problemCount(), report::text);
    Map<Integer, StringBuilder> rows = new HashMap<>();
    for (String row : Files.readString(folder.resolve("bets.csv")).split("(?<=\n)", -1)) {
      if (!row.isEmpty()) {
        int agency = Integer.parseInt(row.substring(0, row.indexOf(',')));
        rows.computeIfAbsent(agency, _ -> new StringBuilder()).append(row);
      }
    }
    long[] batches = new long[agencies + 1];
    report.agencies().forEach(agency -> batches[agency.number()] = agency.batches());
    for (int agency = 1; agency <= agencies; agency++) {
      var sent = new StringBuilder();
      for (long id = 1; id <= batches[agency]; id++) {
        sent.append(MadeUpBatches.text(MadeUpBatches.batch(agency, id).content()));
      }
      String there = String.valueOf(rows.getOrDefault(agency, new StringBuilder()));
      assertEquals(sent.toString(), there, "rows of agency " + agency);
    }
    return batches;
  }
}
