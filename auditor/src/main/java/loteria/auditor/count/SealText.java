package loteria.auditor.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.ObjIntConsumer;
import loteria.auditor.log.AuditedEntry;
import loteria.auditor.log.AuditedLog;

/** seal.csv, made from what was counted. */
public final class SealText {
  private static final String HEADER = "agency,batches,bets,sha256\n";

  private SealText() {}

  /**
   * Makes seal.csv, once. Agencies with higher numbers than were hashed while they were counted are
   * hashed now: for each {@link DrawCount#HASHED_AT_ONCE} numbers the log is read once.
   *
   * @param folder the draw's
   * @param limit the position at which the log that was counted ends
   * @param line takes each line with its line end, and the agency, 0 for the header
   * @return the seal: the SHA-256 of all lines, in hexadecimal digits
   */
  public static String write(Path folder, long limit, DrawCount count, ObjIntConsumer<String> line)
      throws IOException {
    MessageDigest seal = AgencyCount.newSha256();
    add(HEADER, 0, seal, line);
    int[] hashed = {DrawCount.HASHED_AT_ONCE};
    count.eachWithBatches(
        agency -> {
          while (agency.agency() > hashed[0]) {
            hash(folder, limit, count, hashed[0]);
            hashed[0] += DrawCount.HASHED_AT_ONCE;
          }
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

  private static void hash(Path folder, long limit, DrawCount count, int after) {
    try (var log = new AuditedLog(folder, limit)) {
      for (AuditedEntry entry = log.next(); entry != null; entry = log.next()) {
        DrawCount.batches(
            entry,
            (batch, bytes, from) -> {
              AgencyCount agency = count.find(batch.number());
              boolean isNext = batch.number() - after <= DrawCount.HASHED_AT_ONCE;
              if (agency != null && batch.number() > after && isNext) {
                agency.hash(bytes, from, batch.rowBytes());
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
