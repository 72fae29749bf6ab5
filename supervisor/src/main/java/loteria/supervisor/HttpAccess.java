package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.access.Access;
import loteria.supervisor.access.HostNames;
import loteria.supervisor.access.TokenFile;
import org.jspecify.annotations.Nullable;

/** Who may read the page and the metrics, by the settings, the token's file and this machine. */
final class HttpAccess {
  private static final ActionLog LOG = new ActionLog(HttpAccess.class);

  /** The kernel's name first; the service does not see it. A query of DNS could take seconds. */
  private static final List<Path> MACHINE_NAME =
      List.of(Path.of("/proc/sys/kernel/hostname"), Path.of("/etc/hostname"));

  private HttpAccess() {}

  /**
   * Reads the token.
   *
   * @throws UsageException if its file has none
   */
  static Access of(HttpSettings settings) throws UsageException {
    List<String> names = new ArrayList<>(settings.names());
    names.add(settings.address().getHostString());
    String machine = machineName();
    if (machine != null) {
      names.add(machine);
    }
    Path file = settings.token();
    try {
      return new Access(new HostNames(names), file == null ? null : TokenFile.open(file));
    } catch (IOException e) {
      throw new UsageException(
          "--" + SupervisorOptions.HTTP_TOKEN.flag() + " '" + file + "' " + e.getMessage());
    }
  }

  private static @Nullable String machineName() {
    for (Path file : MACHINE_NAME) {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        LOG.detail("http", "error", e);
      }
    }
    return null;
  }
}
