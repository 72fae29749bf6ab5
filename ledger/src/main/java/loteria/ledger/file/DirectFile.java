package loteria.ledger.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file as it is on a real disk, read past the system's cache. Used by one thread. */
final class DirectFile implements LedgerFile {
  /** The JDK has the option for all to use, and javac warns of each use. */
  private static final String OPTIONS = "com.sun.nio.file.ExtendedOpenOption";

  private static final int PART_BYTES = 256 << 10;

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
   * Opens a file that is there.
   *
   * @throws UnsupportedOperationException where its file system has no such reads
   */
  static DirectFile open(Path path) throws IOException {
    int block = Math.toIntExact(Files.getFileStore(path).getBlockSize());
    return new DirectFile(FileChannel.open(path, StandardOpenOption.READ, direct()), block);
  }

  private static OpenOption direct() {
    try {
      return Arrays.stream(Class.forName(OPTIONS).getEnumConstants())
          .filter(option -> option.toString().equals("DIRECT"))
          .map(OpenOption.class::cast)
          .findAny()
          .orElseThrow(UnsupportedOperationException::new);
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
