package loteria.bench.instead;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs, and the user who runs them: they refuse to be run by root, so for root it
 * is the user that Debian's package creates.
 */
public final class PostgresPrograms {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "postgres";

  /** The other programs are beside it. */
  private final Path initdb;

  private PostgresPrograms(Path initdb) {
    this.initdb = initdb;
  }

  /** The installed programs, of the newest version. */
  public static Optional<PostgresPrograms> find() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      folders.add(Path.of(entry));
    }
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions
            .sorted(Comparator.comparingInt(PostgresPrograms::version).reversed())
            .forEach(version -> folders.add(version.resolve("bin")));
      }
    }
    for (Path each : folders) {
      Path initdb = each.resolve("initdb");
      if (Files.isExecutable(initdb)) {
        // The path may hold links to some of them only.
        return Optional.of(new PostgresPrograms(initdb.toRealPath()));
      }
    }
    return Optional.empty();
  }

  /** A folder whose name is not a version number counts as the oldest. */
  static int version(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : 0;
  }

  /**
   * Lets the user who runs them into a folder of the run's own.
   *
   * @return whether that user can reach it; a parent folder may be closed
   */
  public boolean open(Path folder) throws IOException {
    if (!isRoot()) {
      return true;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(folder, permissions);
    for (Path each = folder.toRealPath(); each != null; each = each.getParent()) {
      if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** Gives a file or an empty folder to the user who runs them, closed to all others. */
  void handOver(Path path) throws IOException {
    Files.setPosixFilePermissions(
        path,
        Files.isDirectory(path)
            ? EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE)
            : EnumSet.of(PosixFilePermission.OWNER_READ));
    if (isRoot()) {
      Files.setOwner(
          path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }
  }

  /** Starts one of them; its output is appended to a log. */
  Process run(Path log, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
    }
    command.add(initdb.resolveSibling(program).toString());
    command.addAll(List.of(arguments));
    // Not in our own folder, which their user may not be allowed to enter.
    return new ProcessBuilder(command)
        .directory(new File("/"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
