package loteria.supervisor.intake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * How many connections each address has, and how many it may have. Of IPv6 a network of 64 bits
 * counts as one address, because one machine can have all of them. Safe for use by several threads.
 */
final class AddressShares {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Shares<String> shares;

  /**
   * @param max how many connections an address may have; 0 for any number
   */
  AddressShares(int max) {
    this.shares = new Shares<>(max);
  }

  /** As {@link Shares#take}. */
  boolean take(InetAddress address) {
    return shares.take(name(address));
  }

  /** As {@link Shares#release}. */
  void release(InetAddress address) {
    shares.release(name(address));
  }

  private static String name(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES)
        : address.getHostAddress();
  }
}
