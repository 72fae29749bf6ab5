package loteria.ledger.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file to be read at any place. */
public interface ReadableFile extends AutoCloseable {
  /** How long it is, in bytes. */
  long size() throws IOException;

  /** Reads from {@code at} on until the buffer is full or the file ends. */
  void read(ByteBuffer into, long at) throws IOException;

  @Override
  void close() throws IOException;
}
