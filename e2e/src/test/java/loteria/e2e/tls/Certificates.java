package loteria.e2e.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loteria.brokers.FreePorts;
import loteria.e2e.Dialer;
import loteria.testkit.TestAuthority;
import loteria.testkit.TestAuthority.Identity;

/**
 * An authority with the certificates of one server and of its agencies, each made at first use.
 * Safe for use by several threads.
 */
public final class Certificates {
  private final TestAuthority authority;
  private final Identity server;
  private final Map<Integer, Identity> agencies = new TreeMap<>();
  private final Map<Integer, TlsClient> clients = new TreeMap<>();

  private Certificates(TestAuthority authority, Identity server) {
    this.authority = authority;
    this.server = server;
  }

  /** Makes an authority and a server's certificate in a folder of their own. */
  public static Certificates in(Path folder) throws IOException, GeneralSecurityException {
    TestAuthority authority = TestAuthority.in(folder);
    return new Certificates(authority, authority.server());
  }

  TestAuthority authority() {
    return authority;
  }

  /** The right identity of the server. */
  Identity server() {
    return server;
  }

  /** The right identity of an agency; the same one each time. */
  synchronized Identity agency(int agency) throws IOException, GeneralSecurityException {
    Identity made = agencies.get(agency);
    if (made == null) {
      made = authority.agency(agency);
      agencies.put(agency, made);
    }
    return made;
  }

  /** A client of the server that has an agency's certificate. */
  TlsClient client(int agency) throws IOException, GeneralSecurityException {
    return TlsClient.of(authority.certificate(), agency(agency));
  }

  /** The flags of a server with this certificate, on a free port, and more flags. */
  String[] serverFlags(String... more) {
    return serverFlags(server, 0, more);
  }

  /** The same on a certain port. */
  public String[] serverFlagsOn(int port, String... more) {
    return serverFlags(server, port, more);
  }

  /** The same with another certificate. */
  String[] serverFlags(Identity of, String... more) {
    return serverFlags(of, 0, more);
  }

  private String[] serverFlags(Identity of, int port, String... more) {
    int own = port == 0 ? FreePorts.next() : port;
    List<String> flags = new ArrayList<>(List.of("--tls-port", Integer.toString(own)));
    flags.addAll(List.of("--tls-certificate", of.certificate().toString()));
    flags.addAll(List.of("--tls-key", of.key().toString()));
    flags.addAll(List.of("--tls-client-ca", authority.certificate().toString()));
    flags.addAll(List.of(more));
    return flags.toArray(String[]::new);
  }

  /** Clients of a port with TLS, each with its agency's certificate. */
  public Dialer dialer(int port) {
    return agency -> dialing(agency).socket(port, "TLSv1.3");
  }

  /** One for each agency, because it keeps session tickets. */
  private synchronized TlsClient dialing(int agency) throws IOException {
    TlsClient made = clients.get(agency);
    if (made == null) {
      try {
        made = client(agency);
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
      clients.put(agency, made);
    }
    return made;
  }

  /** The flags of an agency with its right certificate, and more flags. */
  public String[] agencyFlags(int agency, String... more)
      throws IOException, GeneralSecurityException {
    return agencyFlags(agency(agency), more);
  }

  /** The flags of an agency with a certificate, and more flags. */
  String[] agencyFlags(Identity of, String... more) {
    List<String> flags = new ArrayList<>(List.of("--tls"));
    flags.addAll(List.of("--server-ca", authority.certificate().toString()));
    flags.addAll(List.of("--certificate", of.certificate().toString()));
    flags.addAll(List.of("--key", of.key().toString()));
    flags.addAll(List.of(more));
    return flags.toArray(String[]::new);
  }
}
