package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import loteria.e2e.AgencyRun;
import loteria.e2e.Dialer;
import loteria.e2e.RunningServer;

/** How a server is started, and reached, over one transport. Safe for use by several threads. */
public abstract sealed class Access permits PlainAccess, TlsAccess {
  /** Starts a server on a free port, and waits until it serves. */
  public RunningServer start(Path folder, int workers, int agencies, String... more) {
    return startOn(folder, 0, workers, agencies, more);
  }

  /** Starts a server on a port that agencies know already. */
  RunningServer startOn(Path folder, int port, int workers, int agencies, String... more) {
    return startWith(folder, folder.resolve("data"), port, workers, agencies, more);
  }

  /** Starts a server with its data and its output in different folders. */
  public RunningServer startWith(
      Path folder, Path data, int port, int workers, int agencies, String... more) {
    return RunningServer.startUnder(
        List.of(), folder, data, RunningServer.NO_PORT, workers, agencies, serverFlags(port, more));
  }

  /** Starts the agency program, to connect to a server or to a proxy. */
  AgencyRun agency(Path folder, int port, int agency, Path file, String... more)
      throws IOException {
    return AgencyRun.start(folder, port, agency, file, agencyFlags(agency, more));
  }

  /** The clients of a server. */
  public Dialer dialer(RunningServer server) {
    return dialer(port(server));
  }

  /** The clients of a server or a proxy. */
  public abstract Dialer dialer(int port);

  /** The port of a server that was started so. */
  abstract int port(RunningServer server);

  abstract String[] serverFlags(int port, String... more);

  abstract String[] agencyFlags(int agency, String... more) throws IOException;
}
