package loteria.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server with TLS, and the authority that made its certificate and those of its agencies. It has
 * a plain port too.
 */
record TlsLottery(AuthorityCli authority, RunningServer server, int port) implements AutoCloseable {
  /** Makes the certificates and starts the server, with more flags. */
  static TlsLottery start(Path folder, int agencies, String... more) {
    var authority = new AuthorityCli(folder, folder.resolve("ca"));
    authority.init();
    for (int agency = 1; agency <= agencies; agency++) {
      authority.done("issue", Integer.toString(agency));
    }
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(
        List.of(
            "--tls-port",
            "0",
            "--tls-certificate",
            authority.folder().resolve("server.pem").toString(),
            "--tls-key",
            authority.folder().resolve("server-key.pem").toString(),
            "--tls-client-ca",
            authority.folder().resolve("ca.pem").toString()));
    RunningServer server = RunningServer.start(folder, 1, agencies, flags.toArray(String[]::new));
    String port = server.program().awaitLine("action: ready .* tls_port: (\\d+)").group(1);
    return new TlsLottery(authority, server, Integer.parseInt(port));
  }

  @Override
  public void close() {
    server.close();
  }
}
