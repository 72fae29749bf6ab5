package loteria.e2e.fault.client;

import java.util.List;

/** A client's request; a row is {@code first,last,document,birth date,number}. */
sealed interface Ask {
  /** A number in a row that every server refuses. */
  String BAD_NUMBER = ",10000";

  /** Begins a native session. */
  record Hello() implements Ask {}

  /** Bets to store, in either dialect. */
  record Batch(long id, List<String> rows) implements Ask {
    /** Whether one of its rows cannot be stored. */
    boolean isBad() {
      return rows.stream().anyMatch(row -> row.endsWith(BAD_NUMBER));
    }

    @Override
    public String toString() {
      return "BATCH " + id + " " + rows.stream().map(FileOfBets::document).toList();
    }
  }

  /**
   * The native end.
   *
   * @param rows that the client believes to be stored
   */
  record Finish(long batches, List<String> rows) implements Ask {
    @Override
    public String toString() {
      return "FINISH %d, %d rows".formatted(batches, rows.size());
    }
  }

  /** Asks for the winners in the native dialect; {@code waits} for the draw. */
  record Results(boolean waits) implements Ask {}

  /** Asks whether the server is alive. */
  record Ping() implements Ask {}

  /** The end in the text dialect. It is answered by the winners, so not before the draw. */
  record Fin() implements Ask {}

  /** Whether no reply comes before the draw, except an error. */
  default boolean waitsForDraw() {
    return switch (this) {
      case Results(boolean waits) -> waits;
      case Fin() -> true;
      case Hello(), Batch _, Finish _, Ping() -> false;
    };
  }
}
