package loteria.ledger.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.row.Sha256;
import loteria.ledger.file.ReadableFile;
import loteria.ledger.log.LogInspection;
import loteria.ledger.state.Entry;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * The proof of a draw: what is stored is what was sealed, and the winners are all bets on the
 * number and only those. Reads the log once more, since only its end says which number that is.
 */
final class DrawProof implements LogInspection.Findings {
  private final SealCheck seal = new SealCheck();
  private final @Nullable WinnersCheck winners;
  private ByteBuffer rows = ByteBuffer.allocate(64 << 10);

  private DrawProof(@Nullable DrawRecord draw) {
    this.winners = draw == null ? null : new WinnersCheck(draw.winningNumber());
  }

  /**
   * Checks a draw.
   *
   * @param log opens the log, which has been read once
   * @param state what it says
   * @param named the seal that a person names
   * @param sealFile seal.csv; null where there is none
   * @param winnersFile winners.csv; null where there is none
   */
  static void check(
      Function<LogInspection.Findings, LogInspection> log,
      LedgerState state,
      Sha256 named,
      @Nullable ReadableFile sealFile,
      @Nullable ReadableFile winnersFile,
      Problems problems)
      throws IOException {
    DrawRecord draw = state.draw();
    var proof = new DrawProof(draw);
    try (LogInspection inspection = log.apply(proof)) {
      inspection.inspect();
    }
    proof.seal.report(state.stage().seal(), named, sealFile, problems);
    if (draw != null && proof.winners != null) {
      proof.winners.report(draw, winnersFile, problems);
    }
  }

  @Override
  public void entry(Entry entry) throws IOException {
    int length = entry.rowBytes();
    if (rows.capacity() < length) {
      rows = ByteBuffer.allocate(2 * length);
    }
    entry.rows(rows.clear().limit(length), 0);
    int at = 0;
    for (LogRecord record : entry.records()) {
      if (record instanceof LogRecord.BatchStored batch) {
        seal.add(batch, rows.array(), at);
        if (winners != null) {
          winners.add(batch, rows.array(), at);
        }
        at += batch.length();
      }
    }
  }

  @Override
  public void problem(String problem) {
    // It was found when the log was read before.
  }

  @Override
  public void torn(String what) {
    // The same.
  }
}
