package loteria.supervisor.control;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they must be: words to the left, figures to the right. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A first row of headings; one that begins with a {@code >} is of figures. */
  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    int[] widths = widths();
    for (int row = 0; row < rows.size(); row++) {
      var line = new StringBuilder();
      for (int column = 0; column < rows.getFirst().size(); column++) {
        String cell = cell(row, column);
        String padding = " ".repeat(widths[column] - cell.length());
        line.append(isFigures(column) ? padding + cell : cell + padding).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private boolean isFigures(int column) {
    return rows.getFirst().get(column).startsWith(">");
  }

  private String cell(int row, int column) {
    String cell = rows.get(row).get(column);
    return row == 0 && cell.startsWith(">") ? cell.substring(1) : cell;
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], cell(row, column).length());
      }
    }
    return widths;
  }
}
