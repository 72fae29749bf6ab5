package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * A bet as it is stored, and whether it won. Between processes it is a line: when it was stored, in
 * milliseconds, its outcome, and its row.
 *
 * @param storedAt when the entry of the log that has it was written
 * @param number as the agency wrote it, with or without leading zeros
 */
public record StoredBet(
    Instant storedAt,
    Outcome outcome,
    int agency,
    String firstName,
    String lastName,
    String document,
    String birthDate,
    String number) {
  private static final int FIELDS = 6;

  /** What the draw says of a bet. */
  public enum Outcome {
    NOT_DRAWN("not drawn"),
    WON("won"),
    DID_NOT_WIN("did not win");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** The outcome in words. */
    public String words() {
      return words;
    }
  }

  /** What comes before a row on its line. */
  public static byte[] beforeRow(long millis, Outcome outcome) {
    return (millis + " " + outcome + " ").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a line, without its end.
   *
   * @throws IllegalArgumentException when it is malformed; the message has nothing of it
   */
  public static StoredBet read(String line) {
    try {
      String[] parts = line.split(" ", 3);
      byte[] row = parts[2].getBytes(StandardCharsets.UTF_8);
      List<String> fields = RowSplitter.fields(row, 0, row.length);
      if (fields.size() != FIELDS) {
        throw malformed();
      }
      return new StoredBet(
          Instant.ofEpochMilli(Long.parseLong(parts[0])),
          Outcome.valueOf(parts[1]),
          Integer.parseInt(fields.get(0)),
          fields.get(1),
          fields.get(2),
          fields.get(3),
          fields.get(4),
          fields.get(5));
    } catch (IndexOutOfBoundsException | IllegalArgumentException | DateTimeException _) {
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("the line of a bet is malformed");
  }

  /** Without anything of the person: this may come into a log by mistake. */
  @Override
  public String toString() {
    return "a bet of agency " + agency;
  }
}
