package loteria.ipc.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A program in another language that prints which of its arguments it takes for a full disk. */
final class FullDiskProgram {
  private static final long MUCH_ROOM = 1L << 40;

  private FullDiskProgram() {}

  public static void main(String[] args) {
    System.out.println(report(Path.of("/dev/full")));
    for (String words : args) {
      System.out.println(words + ": " + DiskFull.isWhy(new IOException(words), MUCH_ROOM));
    }
  }

  private static String report(Path full) {
    try (var channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1));
      return "had room";
    } catch (IOException e) {
      return e.getMessage() + ": " + DiskFull.isWhy(e, MUCH_ROOM);
    }
  }
}
