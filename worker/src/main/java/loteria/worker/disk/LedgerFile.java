package loteria.worker.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file as the ledger uses it. An interface so that a test can stand in for the disk: record every
 * write and force, fail them, and lose what was not forced.
 */
public interface LedgerFile extends ReadableFile {
  /** How many bytes more the disk has room for, as far as it tells. */
  long room();

  /** Writes all of the buffer from {@code at} on. */
  void write(ByteBuffer bytes, long at) throws IOException;

  void truncate(long size) throws IOException;

  /** Returns once everything written to the file so far, by any process, is on disk. */
  void force() throws IOException;
}
