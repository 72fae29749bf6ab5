package loteria.ledger.state;

import java.util.UUID;

/** A ledger's id in the four bytes that every entry and every message has of it. */
public final class LedgerTag {
  private LedgerTag() {}

  /** The tag of an id. */
  public static int of(UUID id) {
    long both = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    return (int) (both >>> Integer.SIZE) ^ (int) both;
  }
}
