package loteria.supervisor.certificates;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loteria.ipc.settings.UsageException;

/**
 * The addresses that agencies may connect to: the server's certificate contains them, and an agency
 * accepts no other. Pure; looks up no name.
 *
 * @param hosts host names, in ASCII
 * @param addresses IP addresses, in text
 */
record ServerNames(List<String> hosts, List<String> addresses) {
  /** A label of a host name; the last one also begins with a letter, unlike an IPv4 address. */
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  private static final Pattern HOST =
      Pattern.compile("(?=.{1,253}$)(" + LABEL + "\\.)*(?=[A-Za-z])" + LABEL);
  private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");

  /** Without brackets, and without a zone: that is different on every machine. */
  private static final Pattern IP = Pattern.compile("[0-9A-Fa-f:.]+");

  /** The names by which a program reaches a server on its own machine. */
  static final ServerNames LOCAL =
      new ServerNames(List.of("localhost"), List.of("127.0.0.1", "::1"));

  ServerNames {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
  }

  /** Whether a certificate can contain this host name. */
  static boolean isHost(String name) {
    return HOST.matcher(name).matches();
  }

  /**
   * These names and others, each once.
   *
   * @param list host names and IP addresses, separated by commas; may be empty
   * @throws UsageException if one of them is neither
   */
  ServerNames with(String list) throws UsageException {
    Set<String> allHosts = new LinkedHashSet<>(hosts);
    Set<String> allAddresses = new LinkedHashSet<>(addresses);
    if (!list.isBlank()) {
      for (String item : list.split(",", -1)) {
        String name = item.strip();
        if (name.contains(":") || IPV4.matcher(name).matches()) {
          allAddresses.add(address(name));
        } else {
          allHosts.add(host(name));
        }
      }
    }
    return new ServerNames(List.copyOf(allHosts), List.copyOf(allAddresses));
  }

  /** As keytool takes them. */
  String alternativeNames() {
    List<String> names = new ArrayList<>();
    hosts.forEach(host -> names.add("dns:" + host));
    addresses.forEach(address -> names.add("ip:" + address));
    return String.join(",", names);
  }

  /** For people. */
  @Override
  public String toString() {
    return Stream.concat(hosts.stream(), addresses.stream()).collect(Collectors.joining(", "));
  }

  private static String address(String text) throws UsageException {
    try {
      if (IP.matcher(text).matches()) {
        InetAddress address = InetAddress.ofLiteral(text);
        return address instanceof Inet4Address
            ? address.getHostAddress()
            : text.toLowerCase(Locale.ROOT);
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw new UsageException("--name: '" + text + "' is not an IP address");
  }

  private static String host(String text) throws UsageException {
    try {
      String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
      if (isHost(ascii)) {
        return ascii;
      }
    } catch (IllegalArgumentException _) {
      // Reported below.
    }
    throw new UsageException("--name: '" + text + "' is neither a host name nor an IP address");
  }
}
