package loteria.auditor.count;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.ObjIntConsumer;

/** seal.csv, made from what was counted. */
public final class SealText {
  private static final String HEADER = "agency,batches,bets,sha256\n";

  private SealText() {}

  /**
   * Makes seal.csv. Ends the counting.
   *
   * @param line takes each line with its line end, and the agency, 0 for the header
   * @return the seal: the SHA-256 of all lines, in hexadecimal digits
   */
  public static String write(DrawCount count, ObjIntConsumer<String> line) {
    MessageDigest seal = AgencyCount.newSha256();
    add(HEADER, 0, seal, line);
    count.eachWithBatches(
        agency -> {
          String text =
              String.join(
                      ",",
                      Integer.toString(agency.agency()),
                      Long.toString(agency.batches()),
                      Long.toString(agency.bets()),
                      hex(agency.sha256()))
                  + "\n";
          add(text, agency.agency(), seal, line);
        });
    return hex(seal.digest());
  }

  private static void add(
      String text, int agency, MessageDigest seal, ObjIntConsumer<String> line) {
    seal.update(text.getBytes(StandardCharsets.US_ASCII));
    line.accept(text, agency);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
