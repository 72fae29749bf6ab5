package loteria.brokers.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** What the edited methods of Kafka's classes call. Any thread may. */
public final class Hooks {
  private static final ThreadLocal<Integer> FORCING = new ThreadLocal<>();

  private static @Nullable FaultWatch watch;
  private static @Nullable FileChannel notes;
  private static @Nullable String address;

  private Hooks() {}

  /** Called before any class is edited. */
  static void prepare(FaultWatch faults) throws IOException {
    watch = faults;
    address = faults.address();
    notes = faults.forcedSizes().open();
  }

  /** At the begin of {@code FileRecords.append}: a full disk takes a part. */
  public static void beforeAppend(FileRecords segment, MemoryRecords records) throws IOException {
    slow();
    if (faults().isDiskFull()) {
      ByteBuffer part = records.buffer();
      part.limit(part.position() + part.remaining() / 2);
      segment.channel().write(part);
      throw new IOException("No space left on device");
    }
  }

  /** At the begin of {@code FileRecords.flush}: what is appended meanwhile may not be forced. */
  public static void beforeForce(FileRecords segment) {
    slow();
    FORCING.set(segment.sizeInBytes());
  }

  /** At the end of {@code FileRecords.flush}. */
  public static void afterForce(FileRecords segment) throws IOException {
    note(segment, FORCING.get());
  }

  /** At the end of {@code FileRecords.truncateTo}: what comes there next is not forced. */
  public static void afterTruncate(FileRecords segment) throws IOException {
    note(segment, segment.sizeInBytes());
  }

  /** At the begin of {@code Selector.doConnect}. */
  public static void beforeConnect(SocketChannel channel) throws IOException {
    if (address != null) {
      channel.bind(new InetSocketAddress(address, 0));
    }
  }

  private static void note(FileRecords segment, long size) throws IOException {
    Path file = segment.file().toPath();
    Objects.requireNonNull(notes).write(ForcedSizes.line(file, size));
  }

  private static void slow() {
    try {
      TimeUnit.MILLISECONDS.sleep(faults().slowMs());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static FaultWatch faults() {
    return Objects.requireNonNull(watch);
  }
}
