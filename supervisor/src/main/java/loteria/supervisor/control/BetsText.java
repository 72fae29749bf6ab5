package loteria.supervisor.control;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ipc.text.Excerpt;
import loteria.supervisor.status.Json;

/**
 * Bets as a person reads them in a terminal, or as a program does: a table, or a JSON object a
 * line; then how many there are. However many, few are in memory: of more than {@value
 * #TABLE_ROWS_MAX} the headings are repeated.
 */
final class BetsText {
  private static final int TABLE_ROWS_MAX = 500;

  private final PrintStream out;
  private final boolean json;
  private final DateTimeFormatter time;
  private final List<FoundBet> unprinted = new ArrayList<>();
  private long count;

  /**
   * @param zone of the times that a person reads
   */
  BetsText(PrintStream out, boolean json, ZoneId zone) {
    this.out = out;
    this.json = json;
    this.time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /**
   * Takes the next bet.
   *
   * @throws UncheckedIOException when nobody reads what is printed
   */
  void add(String line) {
    count++;
    if (json) {
      out.println(line);
      if (count % TABLE_ROWS_MAX == 0) {
        checkIsRead();
      }
      return;
    }
    unprinted.add(Json.read(line, FoundBet.class));
    if (unprinted.size() == TABLE_ROWS_MAX) {
      flush();
    }
  }

  /** Prints what is left. */
  void flush() {
    if (!unprinted.isEmpty()) {
      out.print(table());
      unprinted.clear();
      checkIsRead();
    }
  }

  /**
   * All bets have come.
   *
   * @param words how many there are
   */
  void end(String words) {
    flush();
    out.println(json ? "{\"bets\":" + count + "}" : words);
  }

  private void checkIsRead() {
    if (out.checkError()) {
      throw new UncheckedIOException(
          "standard output cannot be written", new IOException("a write failed"));
    }
  }

  private TextTable table() {
    var table =
        new TextTable(
            "draw",
            ">agency",
            "stored",
            "first name",
            "last name",
            "document",
            "birth date",
            ">number",
            "outcome");
    for (FoundBet bet : unprinted) {
      table.row(
          bet.draw(),
          Integer.toString(bet.agency()),
          time.format(bet.storedAt()),
          Excerpt.of(bet.firstName()),
          Excerpt.of(bet.lastName()),
          bet.document(),
          bet.birthDate(),
          bet.number(),
          bet.outcome());
    }
    return table;
  }
}
