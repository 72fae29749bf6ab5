package loteria.bench.limit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A bare loop that appends to a file and forces it to disk. */
public final class BareAppend {
  /**
   * The result.
   *
   * @param bytesPerSecond appended and forced
   * @param medianForceMs one append and force
   * @param p99ForceMs of a hundred, the longest but one
   */
  public record Speed(double bytesPerSecond, double medianForceMs, double p99ForceMs) {}

  private BareAppend() {}

  /**
   * Measures.
   *
   * @param folder where the file is made; it is deleted afterwards
   * @param groupBytes how much is appended at a time
   */
  public static Speed measure(Path folder, int groupBytes, Duration time) throws IOException {
    Path file = folder.resolve("bare-append");
    ByteBuffer group = ByteBuffer.allocateDirect(groupBytes);
    var forces = new org.HdrHistogram.Histogram(3);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      long begun = System.nanoTime();
      long before = begun;
      long bytes = 0;
      while (before - begun < time.toNanos()) {
        group.clear();
        while (group.hasRemaining()) {
          bytes += channel.write(group);
        }
        channel.force(false);
        long now = System.nanoTime();
        forces.recordValue(now - before);
        before = now;
      }
      return new Speed(
          bytes / ((before - begun) / 1e9),
          forces.getValueAtPercentile(50) / 1e6,
          forces.getValueAtPercentile(99) / 1e6);
    }
  }
}
