package loteria.supervisor.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has, where the system tells. */
final class Memory {
  private static final String RESIDENT = "VmRSS:";

  private Memory() {}

  /** Bytes resident; 0 where there is no such process, or no /proc. */
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
      // It has just ended, or this is no Linux: both are shown as unknown.
      return 0;
    }
  }
}
