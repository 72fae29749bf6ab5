package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import loteria.ipc.channel.UnixSocket;

/** The folder of the Unix sockets: nobody else may enter it, for whoever connects is trusted. */
final class RunDirectory {
  private static final String OWNER_ONLY = "rwx------";

  private RunDirectory() {}

  /**
   * Makes the folder, or takes it over with its mode set right.
   *
   * @throws IOException when it cannot be made, is another user's, or its path is too long for
   *     sockets
   */
  static Path prepare(Path run) throws IOException {
    UnixSocket.checkLength(run.resolve("coordinator.sock"));
    Files.createDirectories(run);
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString(OWNER_ONLY));
    return run;
  }
}
