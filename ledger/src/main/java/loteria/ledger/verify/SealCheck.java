package loteria.ledger.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.SealCsv;
import loteria.ipc.row.Sha256;
import loteria.ledger.file.ReadableFile;
import loteria.ledger.state.AgencyDigests;
import loteria.ledger.state.LogRecord.BatchStored;
import org.jspecify.annotations.Nullable;

/**
 * Computes the seal of what is stored again, and compares it with the one in the log, with seal.csv
 * and with the one that a person names.
 */
final class SealCheck {
  private static final int FILE_BYTES_MAX = 1 << 27;

  private final AgencyDigests digests = new AgencyDigests();

  /** Takes in a batch, in the order of the log. */
  void add(BatchStored batch, byte[] rows, int from) {
    digests.add(batch, rows, from);
  }

  /**
   * Compares; called once.
   *
   * @param recorded the seal in the log; null where there is none
   * @param named the one that a person names; null where none is named
   * @param file seal.csv; null where there is none
   */
  void report(
      @Nullable Seal recorded,
      @Nullable Sha256 named,
      @Nullable ReadableFile file,
      Problems problems)
      throws IOException {
    if (named != null && (recorded == null || !recorded.sha256().equals(named))) {
      problems.add(
          recorded == null
              ? "the bets are not sealed, so not with " + named
              : "the seal in the log is " + recorded.sha256() + ", not " + named);
    }
    if (recorded == null) {
      return;
    }
    List<AgencyDigest> stored = new ArrayList<>();
    digests.each(stored::add);
    Sha256 computed = Sha256.of(SealCsv.content(stored));
    if (!computed.equals(recorded.sha256())) {
      problems.add(
          "the bets in the log are not those that were sealed: they have the seal " + computed);
    }
    if (file == null) {
      problems.add("seal.csv is missing, though the bets are sealed: the next start writes it");
    } else {
      compare(read(file), recorded.sha256(), stored, problems);
    }
  }

  private static byte[] read(ReadableFile file) throws IOException {
    if (file.size() > FILE_BYTES_MAX) {
      throw new IOException("seal.csv is too long: " + file.size() + " bytes");
    }
    var content = ByteBuffer.allocate((int) file.size());
    file.read(content, 0);
    return content.array();
  }

  private static void compare(
      byte[] file, Sha256 recorded, List<AgencyDigest> stored, Problems problems) {
    if (!Sha256.of(file).equals(recorded)) {
      problems.add("seal.csv is not what was sealed: its SHA-256 is " + Sha256.of(file));
    }
    Map<String, String> lines = new TreeMap<>();
    for (String line : new String(file, StandardCharsets.US_ASCII).split("\n", -1)) {
      if (!line.isEmpty() && !line.equals(SealCsv.NAMES)) {
        lines.put(line.split(",", 2)[0], line);
      }
    }
    for (AgencyDigest of : stored) {
      String line = lines.remove(Integer.toString(of.agency()));
      if (!of.line().equals(line)) {
        problems.add(
            String.format(
                Locale.ROOT,
                "agency %d: seal.csv says %s, stored is %s",
                of.agency(),
                line == null ? "nothing" : line,
                of.line()));
      }
    }
    lines.keySet().forEach(agency -> problems.add("agency " + agency + ": only in seal.csv"));
  }
}
