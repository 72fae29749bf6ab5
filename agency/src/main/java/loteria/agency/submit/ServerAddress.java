package loteria.agency.submit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host a name or an IP address, without brackets
 */
public record ServerAddress(String host, int port) {
  private static final int PORT_MAX = 65_535;
  private static final String NO_ADDRESS = "is not HOST:PORT";

  /** A name or an address, and no URL: only a connection shows whether there is such a host. */
  private static final Pattern HOST = Pattern.compile("[^/\\s@\\[\\]]+");

  /** A zone, as in {@code fe80::1%eth0}: its interface need not exist yet. */
  private static final Pattern ZONE = Pattern.compile("%.*");

  /**
   * The addresses of a list.
   *
   * @param text {@code HOST:PORT}, or several with commas between; blanks around them are ignored
   * @throws IllegalArgumentException if an element is no address, or occurs twice; the message is
   *     the end of a sentence about the list
   */
  public static List<ServerAddress> listOf(String text) {
    String[] elements = text.split(",", -1);
    List<ServerAddress> addresses = new ArrayList<>();
    for (int i = 0; i < elements.length; i++) {
      String element = elements[i].strip();
      if (element.isEmpty() && elements.length > 1) {
        throw new IllegalArgumentException(
            "has an empty address, number " + (i + 1) + " of " + elements.length);
      }
      ServerAddress address = of(element);
      if (address == null) {
        throw new IllegalArgumentException(
            elements.length == 1 ? NO_ADDRESS : "has '" + element + "', which " + NO_ADDRESS);
      }
      if (addresses.stream().anyMatch(address::isSameAs)) {
        throw new IllegalArgumentException("has '" + element + "' twice");
      }
      addresses.add(address);
    }
    return addresses;
  }

  /** As people write it and console lines show it. */
  @Override
  public String toString() {
    return host + ":" + port;
  }

  private static @Nullable ServerAddress of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = port(text.substring(colon + 1));
    return isHost(host) && port >= 1 && port <= PORT_MAX ? new ServerAddress(host, port) : null;
  }

  /** Only an IPv6 address has a colon: other text with one has lost a comma, or a port. */
  private static boolean isHost(String host) {
    return HOST.matcher(host).matches() && (host.indexOf(':') < 0 || isLiteral(host));
  }

  private static boolean isLiteral(String host) {
    try {
      var _ = InetAddress.ofLiteral(ZONE.matcher(host).replaceFirst(""));
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private boolean isSameAs(ServerAddress other) {
    return port == other.port && host.equalsIgnoreCase(other.host);
  }
}
