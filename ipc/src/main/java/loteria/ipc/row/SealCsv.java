package loteria.ipc.row;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The content of {@code seal.csv}: after a line of names, {@code agency,batches,bets,sha256} for
 * each agency that has stored a batch, by number; lines end with a line feed. The SHA-256 of the
 * file is the seal. No person's data is in it.
 */
public final class SealCsv {
  /** The first line, without the line feed. */
  public static final String NAMES = "agency,batches,bets,sha256";

  private SealCsv() {}

  /**
   * What a line says.
   *
   * @throws IllegalArgumentException when it is malformed
   */
  public static AgencyDigest digest(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 4) {
      throw new IllegalArgumentException("a line of " + fields.length + " fields");
    }
    return new AgencyDigest(
        Integer.parseInt(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Sha256.parse(fields[3]));
  }

  /** The file's content. */
  public static byte[] content(List<AgencyDigest> agencies) {
    var text = new StringBuilder(NAMES).append('\n');
    for (AgencyDigest of : agencies) {
      text.append(of.line()).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
