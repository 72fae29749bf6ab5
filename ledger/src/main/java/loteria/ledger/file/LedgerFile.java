package loteria.ledger.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file as the ledger uses it. An interface so that a test can stand in for the disk: record every
 * write and force, fail them, and lose what was not forced.
 */
public interface LedgerFile extends ReadableFile {
  /** Writes all of the buffer from {@code at} on. */
  void write(ByteBuffer bytes, long at) throws IOException;

  /** Cuts the file to a size, where it is longer. */
  void truncate(long size) throws IOException;

  /** Returns once everything written to the file so far, by any process, is on disk. */
  void force() throws IOException;
}
