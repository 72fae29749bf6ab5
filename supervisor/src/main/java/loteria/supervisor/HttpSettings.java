package loteria.supervisor;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.access.HostNames;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the page and the metrics, checked.
 *
 * @param address where they are served
 * @param token the file of the token that readers need, or null for none
 * @param names further names of this server, as they were given
 */
record HttpSettings(InetSocketAddress address, @Nullable Path token, List<String> names) {
  /**
   * Checks the settings; null if there is no address to serve at.
   *
   * @throws UsageException if one is malformed, or it is not said who may read
   */
  static @Nullable HttpSettings of(Settings settings) throws UsageException {
    Path token = token(settings);
    List<String> names = names(settings);
    boolean open = settings.isOn(SupervisorOptions.HTTP_OPEN);
    if (open && token != null) {
      throw settings.bad(SupervisorOptions.HTTP_TOKEN, "and --http-open exclude each other");
    }
    String text = settings.text(SupervisorOptions.HTTP).strip();
    if (text.isEmpty()) {
      return null;
    }
    InetSocketAddress address = address(settings, text);
    if (!address.getAddress().isLoopbackAddress() && !open && token == null) {
      throw settings.bad(
          SupervisorOptions.HTTP,
          "can be reached from other machines: use --http-token FILE for readers with a token, or"
              + " --http-open for all");
    }
    return new HttpSettings(address, token, names);
  }

  /** Who may read, for the console output. */
  String readers() {
    if (token != null) {
      return "those with the token";
    }
    return address.getAddress().isLoopbackAddress() ? "this machine" : "open to everybody";
  }

  private static InetSocketAddress address(Settings settings, String text) throws UsageException {
    URI uri;
    try {
      uri = new URI("http://" + text);
    } catch (URISyntaxException _) {
      throw settings.bad(SupervisorOptions.HTTP, "is no HOST:PORT");
    }
    boolean isBare = text.equals(uri.getAuthority());
    if (!isBare || uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > 65535) {
      throw settings.bad(SupervisorOptions.HTTP, "is no HOST:PORT");
    }
    var address = new InetSocketAddress(uri.getHost(), uri.getPort());
    if (address.isUnresolved()) {
      throw settings.bad(SupervisorOptions.HTTP, "names a host that is not known");
    }
    return address;
  }

  private static @Nullable Path token(Settings settings) throws UsageException {
    Setting setting = SupervisorOptions.HTTP_TOKEN;
    if (settings.text(setting).isEmpty()) {
      return null;
    }
    try {
      return Path.of(settings.text(setting)).toAbsolutePath();
    } catch (InvalidPathException _) {
      throw settings.bad(setting, "is no path");
    }
  }

  private static List<String> names(Settings settings) throws UsageException {
    String text = settings.text(SupervisorOptions.HTTP_NAME).strip();
    List<String> names = text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1));
    if (!names.stream().allMatch(HostNames::isName)) {
      throw settings.bad(
          SupervisorOptions.HTTP_NAME, "is not names of hosts, without ports, between commas");
    }
    return names;
  }
}
