package loteria.supervisor.certificates;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The record of what was issued, as text: a line of names, and a line for each certificate. Pure.
 *
 * <pre>
 * serial,agency,not after,revoked at
 * a65071cd647eec79,7,2027-11-29T07:56:07Z,
 * </pre>
 */
record IssuedIndex(List<IssuedCertificate> certificates) {
  private static final String NAMES = "serial,agency,not after,revoked at";

  static final IssuedIndex EMPTY = new IssuedIndex(List.of());

  IssuedIndex {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads it.
   *
   * @throws AuthorityException if it is damaged; the message names the line
   */
  static IssuedIndex parse(String text) throws AuthorityException {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(NAMES)) {
      throw damaged(1);
    }
    List<IssuedCertificate> certificates = new ArrayList<>();
    for (int line = 2; line <= lines.size(); line++) {
      IssuedCertificate certificate = certificate(lines.get(line - 1));
      if (certificate == null) {
        throw damaged(line);
      }
      certificates.add(certificate);
    }
    return new IssuedIndex(certificates);
  }

  String text() {
    var text = new StringBuilder(NAMES).append('\n');
    for (IssuedCertificate each : certificates) {
      text.append(each.serialText()).append(',').append(each.holder()).append(',');
      text.append(each.notAfter()).append(',');
      text.append(each.revokedAt() == null ? "" : each.revokedAt().toString()).append('\n');
    }
    return text.toString();
  }

  /** The same with one more certificate. */
  IssuedIndex with(IssuedCertificate certificate) {
    List<IssuedCertificate> all = new ArrayList<>(certificates);
    all.add(certificate);
    return new IssuedIndex(all);
  }

  /** Those of a holder, the oldest first. */
  List<IssuedCertificate> of(Holder holder) {
    return certificates.stream().filter(each -> each.holder().equals(holder.word())).toList();
  }

  /** The same, with every certificate of a holder revoked: other clocks may call it valid yet. */
  IssuedIndex revoke(Holder holder, Instant at) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    return new IssuedIndex(
        certificates.stream()
            .map(
                each ->
                    each.holder().equals(holder.word()) && each.revokedAt() == null
                        ? each.revoked(second)
                        : each)
            .toList());
  }

  /** The serial numbers of all revoked certificates, in the order of issue. */
  List<BigInteger> revoked() {
    return certificates.stream()
        .filter(each -> each.revokedAt() != null)
        .map(IssuedCertificate::serial)
        .toList();
  }

  private static @Nullable IssuedCertificate certificate(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 4 || fields[1].isEmpty()) {
      return null;
    }
    try {
      return new IssuedCertificate(
          new BigInteger(fields[0], 16),
          fields[1],
          Instant.parse(fields[2]),
          fields[3].isEmpty() ? null : Instant.parse(fields[3]));
    } catch (NumberFormatException | DateTimeParseException _) {
      return null;
    }
  }

  private static AuthorityException damaged(int line) {
    return new AuthorityException(
        String.format(
            Locale.ROOT,
            "line %d of %s is damaged: restore the file from a copy",
            line,
            Authority.INDEX));
  }
}
