package loteria.e2e.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.e2e.Dialer;
import loteria.e2e.RunningServer;

/** Without TLS. */
final class PlainAccess extends Access {
  @Override
  public Dialer dialer(int port) {
    return Dialer.plain(port);
  }

  @Override
  int port(RunningServer server) {
    return server.port();
  }

  @Override
  String[] serverFlags(int port, String... more) {
    List<String> flags = new ArrayList<>(List.of("--port", Integer.toString(port)));
    flags.addAll(Arrays.asList(more));
    return flags.toArray(String[]::new);
  }

  @Override
  String[] agencyFlags(int agency, String... more) {
    return more;
  }
}
