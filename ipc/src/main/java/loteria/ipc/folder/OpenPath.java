package loteria.ipc.folder;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import loteria.ipc.text.Excerpt;

/**
 * A file or folder that its group or all users may use, though they should not.
 *
 * @param mode its permissions, nine bits
 * @param excess those of them that were not asked for
 */
public record OpenPath(Path path, boolean isFolder, int mode, int excess) {
  static final int OTHERS_THAN_THE_OWNER = 0077;

  /** What may be changed comes before what may be read, and all users before the group. */
  public static final Comparator<OpenPath> MOST_HARMFUL_FIRST =
      Comparator.comparing(OpenPath::isAllUsersToWrite)
          .thenComparing(OpenPath::isGroupsToWrite)
          .thenComparing(OpenPath::isAllUsers)
          .reversed();

  private static final int GROUP = 0070;
  private static final int ALL_USERS = 0007;
  private static final int WRITE = 0022;

  /** Who may do what with it, on one line, for a person. */
  public String text() {
    return String.format(
        Locale.ROOT, "%s has mode %o: %s", Excerpt.of(path.toString()), mode, danger());
  }

  private String danger() {
    String use = isFolder ? "enter" : "read";
    if (isAllUsersToWrite()) {
      return "DANGER: EVERY USER OF THIS MACHINE MAY CHANGE IT";
    }
    if (isGroupsToWrite()) {
      return "its group may change it"
          + (isAllUsers() ? ", and every user may " + use + " it" : "");
    }
    return (isAllUsers() ? "every user may " : "its group may ") + use + " it";
  }

  private boolean isAllUsersToWrite() {
    return (excess & ALL_USERS & WRITE) != 0;
  }

  private boolean isGroupsToWrite() {
    return (excess & GROUP & WRITE) != 0;
  }

  private boolean isAllUsers() {
    return (excess & ALL_USERS) != 0;
  }

  /** The shell's command that takes away what was not asked for, and nothing else. */
  public String remedy() {
    String group = letters(excess >> 3);
    String others = letters(excess);
    String who =
        group.equals(others)
            ? "go-" + group
            : (group.isEmpty() ? "" : "g-" + group)
                + (group.isEmpty() || others.isEmpty() ? "" : ",")
                + (others.isEmpty() ? "" : "o-" + others);
    return Excerpt.of("chmod " + who + " " + quoted(path));
  }

  private static String letters(int bits) {
    return ((bits & 4) == 0 ? "" : "r")
        + ((bits & 2) == 0 ? "" : "w")
        + ((bits & 1) == 0 ? "" : "x");
  }

  /** As a shell takes it for one word. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w/.,:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
