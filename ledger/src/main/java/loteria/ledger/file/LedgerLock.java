package loteria.ledger.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets one process at a time append. */
public interface LedgerLock extends AutoCloseable {
  /** The lock while it is held; closing releases it. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Waits until no other process holds the lock. */
  Held acquire() throws IOException;

  /** The lock, unless another process holds it; then null. */
  @Nullable Held tryAcquire() throws IOException;

  @Override
  void close() throws IOException;
}
