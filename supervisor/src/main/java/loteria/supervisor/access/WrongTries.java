package loteria.supervisor.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A bound on guesses of the token, for each address, so that guesses from one address do not keep
 * others out: {@value #TRIES_MAX} wrong ones at once, then one a second. Further tries are refused
 * without a look at them, so that the reply does not reveal a right guess. Neither keeps a thread
 * nor a connection waiting. Has no clock; safe for use by several threads.
 *
 * <p>At most {@value #ADDRESSES_MAX} addresses can have tried wrongly in the last seconds; beyond
 * them, tries of further addresses are refused.
 */
final class WrongTries {
  static final int TRIES_MAX = 10;
  static final int ADDRESSES_MAX = 1024;

  private static final long FORGIVEN_EACH_NANOS = Duration.ofSeconds(1).toNanos();

  /** IPv6 addresses of one network of 64 bits belong together: one machine can use all of them. */
  private static final int PREFIX_BYTES = 8;

  /** When all wrong tries of an address are forgiven, in ns. Guarded by this. */
  private final Map<ByteBuffer, Long> forgivenNanos = new HashMap<>();

  /** The outcome of a try. */
  enum Outcome {
    RIGHT,
    WRONG,
    /** Not looked at. */
    REFUSED
  }

  /**
   * Carries out a try, unless there were too many.
   *
   * @param nowNanos of a clock that only runs forward
   * @param isRight whether the token is right
   */
  synchronized Outcome attempt(InetAddress from, long nowNanos, BooleanSupplier isRight) {
    byte[] address = from.getAddress();
    var key = ByteBuffer.wrap(Arrays.copyOf(address, Math.min(PREFIX_BYTES, address.length)));
    long ahead = forgivenNanos.getOrDefault(key, nowNanos) - nowNanos;
    boolean isTooMany = ahead > (TRIES_MAX - 1) * FORGIVEN_EACH_NANOS;
    if (isTooMany || !hasRoomFor(key, nowNanos)) {
      return Outcome.REFUSED;
    }
    if (isRight.getAsBoolean()) {
      return Outcome.RIGHT;
    }
    forgivenNanos.put(key, nowNanos + Math.max(0, ahead) + FORGIVEN_EACH_NANOS);
    return Outcome.WRONG;
  }

  private boolean hasRoomFor(ByteBuffer key, long nowNanos) {
    if (forgivenNanos.size() >= ADDRESSES_MAX && !forgivenNanos.containsKey(key)) {
      forgivenNanos.values().removeIf(forgiven -> forgiven - nowNanos <= 0);
    }
    return forgivenNanos.size() < ADDRESSES_MAX || forgivenNanos.containsKey(key);
  }
}
