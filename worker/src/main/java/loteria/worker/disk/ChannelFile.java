package loteria.worker.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A ledger's file on a real disk. */
public final class ChannelFile implements LedgerFile {
  private final FileChannel channel;
  private final Path path;

  ChannelFile(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  /** Opens a file, a new one where there is none. */
  public static ChannelFile open(Path path) throws IOException {
    return new ChannelFile(channel(path), path);
  }

  /** Opens a file that is there, to be read only. */
  public static ChannelFile openToRead(Path path) throws IOException {
    return new ChannelFile(FileChannel.open(path, StandardOpenOption.READ), path);
  }

  /**
   * Opens a file, a new one where there is none, and sees to it that it is there after a crash. Not
   * only a new one: whoever made it may have died before that.
   */
  static FileChannel channel(Path path) throws IOException {
    var channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    forceEntry(path);
    return channel;
  }

  /**
   * Makes a draw's folder and those above it where there are none, and forces its entry and that of
   * the data folder to disk: what is further up may be of a kind that cannot be forced.
   */
  public static void makeDirectories(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path absolute = folder.toAbsolutePath().normalize();
    forceEntry(absolute);
    if (absolute.getParent() != null) {
      forceEntry(absolute.getParent());
    }
  }

  /** Where we may not write, nothing was made by a process of ours. */
  private static void forceEntry(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null || !Files.isWritable(parent)) {
      return;
    }
    try (var channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public long room() {
    return path.toFile().getUsableSpace();
  }

  @Override
  public void read(ByteBuffer into, long at) throws IOException {
    int begin = into.position();
    while (into.hasRemaining()) {
      if (channel.read(into, at + into.position() - begin) < 0) {
        return;
      }
    }
  }

  @Override
  public void write(ByteBuffer bytes, long at) throws IOException {
    int begin = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position() - begin);
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
