package loteria.agency.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import loteria.ipc.row.RowDigest;

/**
 * The rows of an agency that are known to be stored, in order: how many, and digests of their bytes
 * as they are stored. No row is kept. Used by one thread.
 */
public final class StoredRows {
  private final RowDigest.Running digest = new RowDigest.Running();
  private final MessageDigest sha256;
  private long count;

  /** Begins with no rows. */
  public StoredRows() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds the rows between two places of an array. */
  public void add(byte[] rows, int from, int to, int count) {
    digest.add(rows, from, to);
    sha256.update(rows, from, to - from);
    this.count += count;
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** The digest that the server states, too. */
  public RowDigest digest() {
    return digest.soFar();
  }

  /** SHA-256 of their bytes, in lower-case hexadecimal digits. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) sha256.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
    }
  }
}
