package loteria.supervisor.fleet;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * Processes for a fleet that does not care what its workers do: a shell script that tells its pid
 * and token through the file system, then waits for an exit code.
 */
final class ScriptedWorkers {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String SCRIPT =
      """
      trap '' QUIT
      if [ "$2" = stubborn ]; then trap '' TERM; fi
      if [ "$2" = dumping ]; then trap '' TERM; trap 'echo . >> "$1/exits"; exit 0' QUIT; fi
      mkfifo "$1/exit-$$"
      exec 3<>"$1/exit-$$"
      echo "$4 $$ $LOTERIA_TOKEN $6" > "$1/new-$$"
      mv "$1/new-$$" "$1/started-$$"
      read -r code <&3
      exit "$code"
      """;

  private final Path folder;
  private final List<Long> seen = new ArrayList<>();

  /** A process that was started, the secret it was given, and where it is to listen. */
  public record Started(int slot, long pid, String token, Path listen) {
    boolean isAlive() {
      return ProcessHandle.of(pid).isPresent();
    }

    void killHard() {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  ScriptedWorkers(Path folder) {
    this.folder = folder;
  }

  /** A command whose process ends on SIGTERM. */
  List<String> command() {
    return command("gentle");
  }

  /** A command whose process ends on SIGKILL only. */
  List<String> stubbornCommand() {
    return command("stubborn");
  }

  /** A command whose process ends on SIGQUIT only, and counts that in {@link #exits}. */
  List<String> dumpingCommand() {
    return command("dumping");
  }

  /** A command whose process ends by itself. */
  List<String> commandThatExits(int code) {
    return List.of("/bin/sh", "-c", "echo . >> '" + folder + "/exits'; exit " + code, "worker");
  }

  private List<String> command(String temper) {
    return List.of("/bin/sh", "-c", SCRIPT, "worker", folder.toString(), temper);
  }

  /** Waits for the next process that was started. */
  Started next() {
    return next(() -> {});
  }

  /**
   * Waits for the next process that was started.
   *
   * @param meanwhile is done again and again until it has been
   */
  Started next(Runnable meanwhile) {
    List<Started> found = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              meanwhile.run();
              started().stream().filter(one -> !seen.contains(one.pid())).forEach(found::add);
              return !found.isEmpty();
            });
    seen.add(found.getFirst().pid());
    return found.getFirst();
  }

  /** Makes a process exit by itself. */
  void exit(Started one, int code) throws IOException {
    Files.writeString(folder.resolve("exit-" + one.pid()), code + "\n");
  }

  /** Every process that was started. */
  List<Started> started() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Started> all = new ArrayList<>();
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("started-")).toList()) {
        var words = new Scanner(Files.readString(file));
        all.add(
            new Started(words.nextInt(), words.nextLong(), words.next(), Path.of(words.next())));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many processes of {@link #commandThatExits} or {@link #dumpingCommand} have exited. */
  int exits() {
    try {
      Path file = folder.resolve("exits");
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
