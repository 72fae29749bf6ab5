package loteria.auditor.count;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What was counted of one agency. There may be a million of them. */
public final class AgencyCount {
  private final int agency;
  private final CRC32C crc32c = new CRC32C();
  private final CRC32 crc32 = new CRC32();
  private @Nullable MessageDigest rows;
  private long batches;
  private long bets;
  private long epoch;
  private int end;
  private int winners;
  private long winnerBytes;

  AgencyCount(int agency) {
    this.agency = agency;
  }

  public int agency() {
    return agency;
  }

  /** Batches stored. */
  public long batches() {
    return batches;
  }

  /** Rows of these batches. */
  public long bets() {
    return bets;
  }

  /** The epoch of its newest session; 0 if there was none. */
  long epoch() {
    return epoch;
  }

  void open(long newEpoch) {
    epoch = newEpoch;
  }

  /** 0 while it may send more, 1 once it has finished, 2 once an operator has closed it. */
  int end() {
    return end;
  }

  void end(int newEnd) {
    end = newEnd;
  }

  /** Takes in a batch. */
  void store(long batch, int count, byte[] bytes, int from, int length) {
    crc32c.update(bytes, from, length);
    crc32.update(bytes, from, length);
    batches = batch;
    bets += count;
  }

  /** The digest of its rows as the log has it. */
  long digest() {
    return DrawCount.digest(crc32c, crc32);
  }

  /** Takes the rows of a batch into the SHA-256. */
  void hash(byte[] bytes, int from, int length) {
    if (rows == null) {
      rows = newSha256();
    }
    rows.update(bytes, from, length);
  }

  /** The SHA-256 of the rows that were taken in; then forgets them. */
  byte[] sha256() {
    byte[] digest = (rows == null ? newSha256() : rows).digest();
    rows = null;
    return digest;
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many of its bets have the winning number, once they have been counted. */
  public int winners() {
    return winners;
  }

  /** Bytes of their lines in winners.csv. */
  long winnerBytes() {
    return winnerBytes;
  }

  void addWinner(int lineBytes) {
    winners++;
    winnerBytes += lineBytes;
  }
}
