package loteria.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table of figures, readable as plain text and as Markdown. */
public final class Table {
  private final String title;
  private final String about;
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param about how it was measured, in a sentence or two
   */
  public Table(String title, String about, String... headings) {
    this.title = title;
    this.about = about;
    this.headings = List.of(headings);
  }

  /** Appends a row, with as many cells as there are headings. */
  public void row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d cells under %d headings", cells.length, headings.size()));
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    rows.add(row);
  }

  /** The table in Markdown, columns aligned. */
  public String markdown() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < headings.size(); column++) {
      int width = headings.get(column).length();
      for (List<String> row : rows) {
        width = Math.max(width, row.get(column).length());
      }
      widths.add(width);
    }
    var text = new StringBuilder();
    text.append("## ").append(title).append("\n\n").append(about).append("\n\n");
    text.append(line(headings, widths));
    text.append(widths.stream().map(width -> "-".repeat(width + 1) + ":").collect(inLine()))
        .append('\n');
    rows.forEach(row -> text.append(line(row, widths)));
    return text.toString();
  }

  private static String line(List<String> cells, List<Integer> widths) {
    List<String> padded = new ArrayList<>(Collections.nCopies(cells.size(), ""));
    for (int i = 0; i < cells.size(); i++) {
      padded.set(i, " ".repeat(widths.get(i) - cells.get(i).length() + 1) + cells.get(i) + " ");
    }
    return padded.stream().collect(inLine()) + "\n";
  }

  private static java.util.stream.Collector<CharSequence, ?, String> inLine() {
    return Collectors.joining("|", "|", "|");
  }
}
