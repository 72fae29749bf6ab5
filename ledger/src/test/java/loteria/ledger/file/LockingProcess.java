package loteria.ledger.file;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process for tests: takes the lock on the file it is given, prints a line, and holds the lock
 * until it reads one.
 */
final class LockingProcess {
  private LockingProcess() {}

  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var lock = ProcessLock.open(Path.of(args[0]), () -> {});
        var _ = lock.acquire()) {
      System.out.println("held");
      lines.readLine();
    }
    System.out.println("released");
    lines.readLine();
  }
}
