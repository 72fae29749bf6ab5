package loteria.agency.receipt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.row.AgencyId;
import org.jspecify.annotations.Nullable;

/**
 * The receipt beside an agency's file: {@code FILE.receipt}. Used by one thread.
 *
 * <p>The bets are stored and take part without it, so a receipt that cannot be written does not end
 * the run: a line at WARN reports it.
 */
public final class ReceiptFile {
  private static final ActionLog LOG = new ActionLog(ReceiptFile.class);

  private final Path path;
  private final FileAccess access;
  private final AgencyId agency;
  private final String draw;
  private @Nullable Receipt written;

  private ReceiptFile(Path path, FileAccess access, AgencyId agency, String draw) {
    this.path = path;
    this.access = access;
    this.agency = agency;
    this.draw = draw;
  }

  /**
   * The receipt of a file of bets.
   *
   * @param access who may use it
   * @param draw the draw's name; empty if it is not known
   */
  public static ReceiptFile of(Path file, FileAccess access, AgencyId agency, String draw) {
    return new ReceiptFile(
        file.resolveSibling(file.getFileName() + ".receipt"), access, agency, draw);
  }

  /**
   * Writes it, unless this run has written the same.
   *
   * @param sha256 of the rows, in lower-case hexadecimal digits
   * @param seal of the draw; null if it is not known
   */
  public void write(long batches, long bets, String sha256, @Nullable Bytes seal) {
    String digits =
        seal == null ? "" : HexFormat.of().formatHex(seal.array(), seal.from(), seal.to());
    var receipt = new Receipt(draw, agency.number(), batches, bets, sha256, digits);
    if (!receipt.equals(written)) {
      write(receipt);
    }
  }

  private void write(Receipt receipt) {
    try {
      DurableFile.replace(path, receipt.text().getBytes(StandardCharsets.UTF_8), access);
      written = receipt;
      LOG.detail("receipt", "file", path, "batches", receipt.batches(), "bets", receipt.bets());
    } catch (IOException e) {
      LOG.warn(
          "receipt",
          "file",
          path,
          "error",
          "cannot be written: " + e,
          "next",
          "make its folder writable and start again: what is stored is not sent twice");
    }
  }
}
