package loteria.supervisor.certificates;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that the authority has issued: a line of its index. Pure.
 *
 * @param serial its serial number
 * @param holder the word of its {@link Holder}
 * @param notAfter when it expires
 * @param revokedAt when it was revoked; null if it is not
 */
record IssuedCertificate(
    BigInteger serial, String holder, Instant notAfter, @Nullable Instant revokedAt) {

  /** The serial number in hexadecimal, as the server's console output has it. */
  String serialText() {
    return serial.toString(16).toLowerCase(Locale.ROOT);
  }

  /** The day on which it expires, in UTC. */
  LocalDate lastDay() {
    return dayOf(notAfter);
  }

  /** Whether a server accepts it at an instant. */
  boolean isGood(Instant at) {
    return revokedAt == null && notAfter.isAfter(at);
  }

  /** The same, revoked. */
  IssuedCertificate revoked(Instant at) {
    return new IssuedCertificate(serial, holder, notAfter, at);
  }

  /** Its state in words. */
  String state(Instant at) {
    if (revokedAt != null) {
      return "revoked on " + dayOf(revokedAt);
    }
    return (isGood(at) ? "valid until " : "expired on ") + lastDay();
  }

  private static LocalDate dayOf(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
