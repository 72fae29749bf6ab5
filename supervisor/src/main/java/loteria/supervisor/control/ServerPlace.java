package loteria.supervisor.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the server of a draw is to be found, and what to say when it cannot be asked: whether none
 * runs, or one that is only starting.
 *
 * @param folder the draw's folder
 * @param lock what a server has locked from its start to its end
 * @param run its run directory
 */
public record ServerPlace(Path folder, Path lock, Path run) {
  private static final Path LOCKS = Path.of("/proc/locks");

  /** What can be known of a lock without trying to take it, which might keep a server out. */
  enum Lock {
    HELD,
    FREE,
    UNKNOWN
  }

  /** One line for a person: why the server cannot be asked, and what to do. */
  String whyNotAsked(IOException failure) {
    if (failure instanceof ServerNotRespondingException) {
      return String.format(Locale.ROOT, "the server on %s: %s", folder, failure.getMessage());
    }
    if (String.valueOf(failure.getMessage()).contains("Permission denied")) {
      return String.format(
          Locale.ROOT, "this user may not ask the server at %s: ask as the user that runs it", run);
    }
    return switch (state()) {
      case HELD ->
          String.format(
              Locale.ROOT,
              "the server on %s is starting or ending, and cannot be asked now: try again in a"
                  + " moment, or name the --run that it was started with",
              folder);
      case FREE ->
          String.format(
              Locale.ROOT,
              "no server runs on %s%s: start one with `supervisor --data %s --draw %s`, or name"
                  + " another with --data and --draw",
              folder,
              Files.exists(folder) ? "" : ", which does not exist",
              quoted(folder.resolveSibling("")),
              folder.getFileName());
      case UNKNOWN ->
          String.format(
              Locale.ROOT,
              "no server on %s can be asked at %s: %s; see that it runs",
              folder,
              run,
              failure.getMessage());
    };
  }

  /** As a shell takes it for one word. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w/.,:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Whether a server, of this machine or container, has the folder. */
  Lock state() {
    if (Files.notExists(lock)) {
      return Lock.FREE;
    }
    try {
      var held = Pattern.compile("\\s\\p{XDigit}+:\\p{XDigit}+:" + inode() + "\\s");
      return held.matcher(Files.readString(LOCKS)).find() ? Lock.HELD : Lock.FREE;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return Lock.UNKNOWN; // Only Linux tells who has locked what.
    }
  }

  private Object inode() throws IOException {
    return Files.getAttribute(lock, "unix:ino");
  }
}
