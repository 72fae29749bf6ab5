package loteria.ipc.settings;

import java.util.List;

/**
 * The text of {@code --help}, laid out as a manual's page in {@value #COLUMNS} columns. Pure.
 *
 * <p>An option takes a line with its flag and its environment variable, which scripts and tests
 * read, and lines below it for people.
 */
public final class HelpText {
  private static final int COLUMNS = 80;
  private static final int TEXT_INDENT = 10;

  private final StringBuilder text = new StringBuilder();

  /**
   * Options that belong together, up to where the next group begins.
   *
   * @param title the section's
   * @param first flag of the first of them
   */
  public record Group(String title, String first) {}

  /**
   * Begins a page.
   *
   * @param name the program's
   * @param purpose what it is, in a few words
   */
  public HelpText(String name, String purpose) {
    text.append(name).append(" - ").append(purpose).append('\n');
  }

  /** Adds a section whose lines are broken already, at {@value #COLUMNS} columns less two. */
  public HelpText section(String title, String lines) {
    text.append('\n').append(title).append('\n');
    lines.lines().forEach(line -> text.append(line.isEmpty() ? "" : "  " + line).append('\n'));
    return this;
  }

  /** Adds all options, the first of which begins the first group. */
  public HelpText options(List<Setting> known, List<Group> groups) {
    for (Setting setting : known) {
      for (Group group : groups) {
        if (group.first().equals(setting.flag())) {
          text.append('\n').append(group.title()).append('\n');
        }
      }
      option(setting);
    }
    return this;
  }

  public String text() {
    return text.toString();
  }

  private void option(Setting setting) {
    text.append("  --").append(setting.flag());
    text.append(setting.argument().isEmpty() ? "" : " " + setting.argument());
    text.append(setting.environment().isEmpty() ? "" : " [" + setting.environment() + "]");
    text.append('\n');
    wrapped(setting.help());
    if (!setting.fallback().isEmpty()) {
      wrapped("Default: " + setting.fallback());
    }
  }

  private void wrapped(String words) {
    int column = 0;
    for (String word : words.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > COLUMNS) {
        text.append('\n');
        column = 0;
      }
      String before = column == 0 ? " ".repeat(TEXT_INDENT) : " ";
      text.append(before).append(word);
      column += before.length() + word.length();
    }
    text.append('\n');
  }
}
