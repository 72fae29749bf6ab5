package loteria.agency.source;

import loteria.ipc.row.RowDigest;

/**
 * The rows of an agency that are known to be stored, in order: how many, and digests of their bytes
 * as they are stored. Used by one thread.
 */
public final class StoredRows {
  private final RowDigest.Running digest = new RowDigest.Running();
  private final BackgroundSha256 sha256 = new BackgroundSha256();
  private long count;

  /** Begins with no rows. */
  public StoredRows() {}

  /** Adds the rows between two places of an array. */
  public void add(byte[] rows, int from, int to, int count) {
    digest.add(rows, from, to);
    sha256.add(rows, from, to);
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
    return sha256.soFar();
  }
}
