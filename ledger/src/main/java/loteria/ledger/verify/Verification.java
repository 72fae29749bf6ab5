package loteria.ledger.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.CRC32C;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.Sha256;
import loteria.ledger.file.LedgerFolder;
import loteria.ledger.file.ReadableFile;
import loteria.ledger.log.LogInspection;
import loteria.ledger.state.AgencyTotals;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads all files of a draw from beginning to end and checks everything that can be checked. Works
 * while the server does. Holds one entry at a time.
 */
public final class Verification implements LogInspection.Findings {
  private static final int READ_BYTES = 64 << 10;

  private final @Nullable ViewCheck view;
  private final Problems problems = new Problems();
  private final RowAudit rowAudit = new RowAudit();
  private final List<String> notes = new ArrayList<>();
  private ByteBuffer rows = ByteBuffer.allocate(READ_BYTES);
  private long entries;
  private boolean isEnded;

  /** Opens a file beside the log; null where there is none. */
  public interface BesideLog {
    @Nullable ReadableFile open() throws IOException;
  }

  /**
   * The seal that a draw is to be proved with.
   *
   * @param file seal.csv
   * @param named the seal that a person names; null where only the file is to be checked
   */
  public record SealToCheck(BesideLog file, @Nullable Sha256 named) {
    /** Nothing: the log has no seal. */
    public static final SealToCheck NONE = new SealToCheck(() -> null, null);
  }

  private Verification(@Nullable ReadableFile bets) {
    this.view = bets == null ? null : new ViewCheck(bets);
  }

  /**
   * Verifies a draw.
   *
   * @param name what the folder is called in the report
   * @param log the log's folder
   * @param bets bets.csv; null where there is none
   * @param winners opened once the log has been read: it is there before the log speaks of a draw
   * @param seal what to compare the seal with
   * @param problems what is wrong besides
   * @throws IOException when a file cannot be read
   */
  public static VerificationResult verify(
      String name,
      LedgerFolder log,
      @Nullable ReadableFile bets,
      BesideLog winners,
      SealToCheck seal,
      List<String> problems)
      throws IOException {
    return verify(
        name, findings -> new LogInspection(log, findings), bets, winners, seal, problems);
  }

  /** For tests: of a log that has other segments. */
  public static VerificationResult verify(
      String name,
      Function<LogInspection.Findings, LogInspection> log,
      @Nullable ReadableFile bets,
      BesideLog winners,
      SealToCheck seal,
      List<String> problems)
      throws IOException {
    var verification = new Verification(bets);
    problems.forEach(verification.problems::add);
    try (LogInspection inspection = log.apply(verification)) {
      inspection.inspect();
      LedgerState state = inspection.state();
      verification.reportView(state.notes().view().bytes());
      verification.checkWinners(state.draw(), winners);
      verification.checkSeal(log, state, winners, seal);
      return verification.report(name, inspection);
    }
  }

  private void reportView(long forced) throws IOException {
    if (view == null) {
      problems.add("bets.csv is missing: the next start writes it again");
    } else {
      view.report(forced, problems, notes);
    }
  }

  private VerificationResult report(String name, LogInspection inspection) {
    LedgerState state = inspection.state();
    List<VerificationResult.Agency> agencies = new ArrayList<>();
    state.each(
        number -> {
          AgencyTotals totals = state.of(number);
          if (totals.batches() > 0 || totals.isFinished()) {
            agencies.add(
                new VerificationResult.Agency(
                    number, totals.batches(), totals.bets(), totals.isFinished()));
          }
        });
    return new VerificationResult(
        name,
        entries,
        inspection.end(),
        inspection.mark(),
        isEnded,
        state.betsBytes(),
        agencies,
        state.stage(),
        state.draw(),
        notes,
        problems.lines(),
        problems.count());
  }

  @Override
  public void entry(Entry entry) throws IOException {
    entries++;
    isEnded = entry.records().getLast() instanceof LogRecord.Ended;
    int length = entry.rowBytes();
    if (rows.capacity() < length) {
      rows = ByteBuffer.allocate(2 * length);
    }
    entry.rows(rows.clear().limit(length), 0);
    if (view != null) {
      view.check(rows.flip(), entry.betsAt());
    }
    int at = 0;
    for (LogRecord record : entry.records()) {
      if (record instanceof LogRecord.BatchStored batch) {
        checkRows(entry, batch, at);
        at += batch.length();
      }
    }
  }

  @Override
  public void problem(String problem) {
    problems.add(problem);
  }

  @Override
  public void torn(String what) {
    notes.add(
        what
            + ": left by a crash, and the next start cuts it off; or being written at this moment");
  }

  private void checkRows(Entry entry, LogRecord.BatchStored batch, int at) {
    String problem = rowAudit.problem(batch, rows.array(), at);
    if (problem != null) {
      problems.add(
          String.format(
              Locale.ROOT,
              "log position %d, batch %d of agency %d: %s",
              entry.position(),
              batch.batch(),
              batch.agency(),
              problem));
    }
  }

  private void checkSeal(
      Function<LogInspection.Findings, LogInspection> log,
      LedgerState state,
      BesideLog winners,
      SealToCheck seal)
      throws IOException {
    if (seal.named() != null) {
      try (ReadableFile sealFile = seal.file().open();
          ReadableFile winnersFile = winners.open()) {
        DrawProof.check(log, state, seal.named(), sealFile, winnersFile, problems);
      }
    }
  }

  private void checkWinners(@Nullable DrawRecord draw, BesideLog file) throws IOException {
    if (draw == null) {
      return;
    }
    try (ReadableFile winners = file.open()) {
      if (winners == null) {
        problems.add("winners.csv is missing, though the draw is made");
      } else {
        checkWinners(draw, winners);
      }
    }
  }

  private void checkWinners(DrawRecord draw, ReadableFile winners) throws IOException {
    var crc = new CRC32C();
    long lines = 0;
    var part = ByteBuffer.allocate(READ_BYTES);
    for (long at = 0; at < winners.size(); at += part.limit()) {
      winners.read(part.clear(), at);
      part.flip();
      for (int i = 0; i < part.limit(); i++) {
        lines += part.get(i) == '\n' ? 1 : 0;
      }
      crc.update(part.duplicate());
    }
    if (lines != draw.winners()) {
      problems.add(
          String.format(
              Locale.ROOT, "winners.csv has %d lines, the log %d winners", lines, draw.winners()));
    }
    if ((int) crc.getValue() != draw.crc32c()) {
      problems.add("winners.csv has another checksum than the log says");
    }
  }
}
