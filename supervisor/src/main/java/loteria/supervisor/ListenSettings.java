package loteria.supervisor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.intake.Endpoint;
import loteria.supervisor.tls.TlsFiles;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * Where agencies connect.
 *
 * @param address the address of both ports, or null for all addresses of this machine
 * @param port the port without TLS, or {@link #CLOSED}
 * @param tlsPort the port with TLS, or {@link #CLOSED}
 * @param tls the files of TLS, or null where there is no such port
 * @param backlog how many connections may wait to be accepted, at each port
 */
record ListenSettings(
    @Nullable InetAddress address, int port, int tlsPort, @Nullable TlsFiles tls, int backlog) {
  /** In place of a port: there is none. */
  static final int CLOSED = -1;

  private static final int PORT_MAX = 65_535;

  private static final List<Setting> TLS_FILES =
      List.of(
          SupervisorOptions.TLS_CERTIFICATE,
          SupervisorOptions.TLS_KEY,
          SupervisorOptions.TLS_CLIENT_CA,
          SupervisorOptions.TLS_CRL);

  /** Checks the settings. With TLS the port without it is closed, unless it is set too. */
  static ListenSettings of(Settings settings) throws UsageException {
    TlsFiles tls = tlsFiles(settings);
    boolean isPlain = tls == null || settings.isGiven(SupervisorOptions.PORT);
    return new ListenSettings(
        address(settings),
        isPlain ? settings.number(SupervisorOptions.PORT, 0, PORT_MAX) : CLOSED,
        tls == null ? CLOSED : settings.number(SupervisorOptions.TLS_PORT, 0, PORT_MAX),
        tls,
        settings.number(SupervisorOptions.BACKLOG, 1, 65_535));
  }

  /**
   * The ports to open.
   *
   * @param server makes the handshakes; null where there is no port with TLS
   */
  List<Endpoint> endpoints(@Nullable TlsServer server) {
    List<Endpoint> endpoints = new ArrayList<>();
    if (port != CLOSED) {
      endpoints.add(new Endpoint(socketAddress(port), backlog, null));
    }
    if (server != null) {
      endpoints.add(new Endpoint(socketAddress(tlsPort), backlog, server));
    }
    return endpoints;
  }

  /** The ports as a person reads them: {@code 12345}, {@code 12345 and 12346}. */
  String ports() {
    return port == CLOSED
        ? Integer.toString(tlsPort)
        : tls == null ? Integer.toString(port) : port + " and " + tlsPort;
  }

  private InetSocketAddress socketAddress(int at) {
    return address == null ? new InetSocketAddress(at) : new InetSocketAddress(address, at);
  }

  private static @Nullable InetAddress address(Settings settings) throws UsageException {
    String text = settings.text(SupervisorOptions.LISTEN).strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException _) {
      throw settings.bad(SupervisorOptions.LISTEN, "is no address of this machine");
    }
  }

  private static @Nullable TlsFiles tlsFiles(Settings settings) throws UsageException {
    if (settings.text(SupervisorOptions.TLS_PORT).isBlank()) {
      for (Setting file : TLS_FILES) {
        if (!settings.text(file).isBlank()) {
          throw settings.bad(file, "needs --tls-port");
        }
      }
      return null;
    }
    String crl = settings.text(SupervisorOptions.TLS_CRL);
    return new TlsFiles(
        file(settings, SupervisorOptions.TLS_CERTIFICATE),
        file(settings, SupervisorOptions.TLS_KEY),
        file(settings, SupervisorOptions.TLS_CLIENT_CA),
        crl.isBlank() ? null : file(settings, SupervisorOptions.TLS_CRL));
  }

  private static Path file(Settings settings, Setting setting) throws UsageException {
    if (settings.text(setting).isBlank()) {
      throw settings.bad(setting, "is needed with --tls-port");
    }
    try {
      return Path.of(settings.text(setting)).toAbsolutePath();
    } catch (InvalidPathException _) {
      throw settings.bad(setting, "is no path");
    }
  }
}
