package loteria.ledger.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file as it is on a real disk, read past the system's cache. Used by one thread. */
final class DirectFile implements LedgerFile {
  /** The JDK has the option for all to use, and javac warns of each use. */
  private static final String OPTIONS = "com.sun.nio.file.ExtendedOpenOption";

  private static final int PART_BYTES = 256 << 10;
  private static final int USUAL_BLOCK = 4 << 10;

  private final FileChannel channel;
  private final int block;

  /** Where its address, its size and what is read into it are multiples of a block. */
  private final ByteBuffer part;

  private DirectFile(FileChannel channel, int block) {
    this.channel = channel;
    this.block = block;
    int bytes = Math.ceilDiv(PART_BYTES, block) * block;
    this.part = ByteBuffer.allocateDirect(bytes + block).alignedSlice(block);
  }

  /**
   * Bytes of a block of the file system that a file is in: the system looks through all that are
   * mounted.
   */
  static int blockOf(Path path) {
    try {
      return Math.toIntExact(Files.getFileStore(path).getBlockSize());
    } catch (IOException _) {
      // Where it is not shown what is mounted, and where there is no such file, as opening it
      // shows.
      return USUAL_BLOCK;
    }
  }

  /**
   * Opens a file that is there.
   *
   * @param block bytes of a block of its file system
   * @throws UnsupportedOperationException where its file system has no such reads
   */
  static DirectFile open(Path path, int block) throws IOException {
    return new DirectFile(FileChannel.open(path, StandardOpenOption.READ, direct()), block);
  }

  /** No stream: for its lambdas Java would make classes while the first agencies wait. */
  private static OpenOption direct() {
    try {
      for (Object option : Class.forName(OPTIONS).getEnumConstants()) {
        if (option.toString().equals("DIRECT")) {
          return (OpenOption) option;
        }
      }
      throw new UnsupportedOperationException("this Java has no direct reads");
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void read(ByteBuffer into, long at) throws IOException {
    long next = at;
    while (into.hasRemaining()) {
      int before = Math.toIntExact(next % block);
      int blocks = Math.ceilDiv(before + into.remaining(), block);
      part.clear().limit(Math.min(blocks * block, part.capacity() / block * block));
      int read = channel.read(part, next - before);
      if (read <= before) {
        return;
      }
      int count = Math.min(read - before, into.remaining());
      into.put(part.slice(before, count));
      next += count;
    }
  }

  @Override
  public void write(ByteBuffer bytes, long at) {
    throw new UnsupportedOperationException("only read");
  }

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException("only read");
  }

  @Override
  public void force() {
    throw new UnsupportedOperationException("only read");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
