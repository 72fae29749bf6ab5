package loteria.ledger.transfer;

import java.util.Locale;
import java.util.UUID;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.commit.LedgerImport;
import loteria.ledger.replication.LogBeginning;

/**
 * The rules of the draw that is imported, which its servers have as settings.
 *
 * @param agencies how many take part
 * @param winningNumber that of the draw; {@link LogBeginning#NO_NUMBER} where it is drawn after the
 *     seal
 */
public record ImportRules(int agencies, int winningNumber) {
  /**
   * The first message of a log of these rules.
   *
   * @param imported see {@link LogBeginning}
   */
  LogBeginning beginning(UUID id, long imported) {
    return new LogBeginning(id, agencies, winningNumber, imported);
  }

  /**
   * Checks that a ledger can be one of these rules.
   *
   * @throws ImportRefusedException when it is not
   */
  void check(LedgerImport.Content content) throws ImportRefusedException {
    if (content.lastAgency() > agencies) {
      throw new ImportRefusedException(
          String.format(
              Locale.ROOT,
              "--agencies is %d, the ledger has agency %d",
              agencies,
              content.lastAgency()));
    }
    DrawRecord draw = content.draw();
    boolean isSet = winningNumber != LogBeginning.NO_NUMBER;
    if (draw != null && isSet && draw.winningNumber() != winningNumber) {
      throw new ImportRefusedException(
          String.format(
              Locale.ROOT,
              "--winning-number is %d, the draw was made with %d",
              winningNumber,
              draw.winningNumber()));
    }
  }
}
