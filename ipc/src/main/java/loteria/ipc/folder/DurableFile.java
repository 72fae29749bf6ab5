package loteria.ipc.folder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files written durably: on disk, whole and under their name when the call returns. */
public final class DurableFile {
  private static final int BUFFER_BYTES = 64 << 10;

  private DurableFile() {}

  /** The content of a file that is too large for memory. */
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces a file atomically: after a crash the name has the old content or the new, never a
   * part.
   *
   * @param access who may use the new file
   */
  public static void replace(Path file, byte[] content, FileAccess access) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel = access.create(beside)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(file.resolveSibling("."));
  }

  /**
   * Replaces a file atomically by content that is written as it comes. If it cannot be written, the
   * name keeps the old content.
   *
   * @param access who may use the new file
   */
  public static void replace(Path file, Content content, FileAccess access) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel = access.create(beside)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      remove(beside, e);
      throw e;
    }
    forceFolder(file.resolveSibling("."));
  }

  private static void remove(Path part, Exception why) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Forces the names in a folder to disk. */
  public static void forceFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
