package loteria.supervisor.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a process, if the system reports it. */
final class Memory {
  private static final String RESIDENT = "VmRSS:";

  private Memory() {}

  /** The resident bytes; 0 if there is no such process, or no /proc. */
  static long residentBytes(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith(RESIDENT)) {
          String kib = line.substring(RESIDENT.length()).replace("kB", "").strip();
          return Long.parseLong(kib) * 1024;
        }
      }
      return 0;
    } catch (IOException _) {
      // It has just ended, or this is not Linux: both are shown as unknown.
      return 0;
    }
  }
}
