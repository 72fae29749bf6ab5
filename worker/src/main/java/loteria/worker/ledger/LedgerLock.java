package loteria.worker.ledger;

import java.io.IOException;

/** Lets one ledger at a time append. */
interface LedgerLock extends AutoCloseable {
  /** The lock while it is held; closing lets it go. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Waits until no other ledger holds the lock. */
  Held acquire() throws IOException;

  @Override
  void close() throws IOException;
}
