package loteria.supervisor.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts that requests may name. Pure.
 *
 * <p>It protects against DNS rebinding: a page of another site can have its own name resolve to
 * this server's address, and then read responses as its own, but its requests name that site.
 * Accepted are IP addresses, which need no DNS, {@code localhost} and the names below it, which no
 * DNS resolves, and the names that are given.
 */
public final class HostNames {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]{0,5})?");

  private static final Pattern ADDRESS = Pattern.compile("\\[.*|[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern LOCAL = Pattern.compile("(.*\\.)?localhost");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

  private static final int NAME_CHARS_MAX = 253;

  private final Set<String> names = new HashSet<>();

  /**
   * Accepts these names too.
   *
   * @param names in any case, without a port; those that are no names never match
   */
  public HostNames(Collection<String> names) {
    names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether this can be the name of a host. */
  public static boolean isName(String text) {
    return text.length() <= NAME_CHARS_MAX && NAME.matcher(text).matches();
  }

  /**
   * Whether a request may name this host.
   *
   * @param host as in the Host header, with or without a port
   */
  boolean accepts(String host) {
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    String full = matcher.group(1).toLowerCase(Locale.ROOT);
    String name = full.endsWith(".") ? full.substring(0, full.length() - 1) : full;
    return ADDRESS.matcher(name).matches() || LOCAL.matcher(name).matches() || names.contains(name);
  }
}
