package loteria.worker.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Lets one ledger at a time append. */
public interface LedgerLock extends AutoCloseable {
  /**
   * The lock while it is held; closing lets it go. With it goes a note from one holder to the next:
   * it outlives a process that dies, and need not outlive the machine.
   */
  interface Held extends AutoCloseable {
    /** Reads the note that was left last; less where it is shorter than the buffer. */
    void read(ByteBuffer note) throws IOException;

    /** Leaves a note in place of the last one, which must not be longer. */
    void leave(ByteBuffer note) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Waits until no other ledger holds the lock. */
  Held acquire() throws IOException;

  @Override
  void close() throws IOException;
}
