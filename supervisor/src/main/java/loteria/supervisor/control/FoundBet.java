package loteria.supervisor.control;

import java.time.Instant;
import loteria.ipc.row.StoredBet;

/**
 * A bet that was looked up, as JSON.
 *
 * @param storedAt when the entry of the log that has it was written
 * @param number as the agency wrote it
 * @param outcome {@code won}, {@code did not win}, or {@code not drawn}
 */
record FoundBet(
    String draw,
    int agency,
    Instant storedAt,
    String firstName,
    String lastName,
    String document,
    String birthDate,
    String number,
    String outcome) {
  /** A bet of a draw. */
  static FoundBet of(String draw, StoredBet bet) {
    return new FoundBet(
        draw,
        bet.agency(),
        bet.storedAt(),
        bet.firstName(),
        bet.lastName(),
        bet.document(),
        bet.birthDate(),
        bet.number(),
        bet.outcome().words());
  }

  /** Without anything of the person: this may come into a log by mistake. */
  @Override
  public String toString() {
    return "a bet of agency " + agency;
  }
}
