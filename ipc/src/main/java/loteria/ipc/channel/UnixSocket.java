package loteria.ipc.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A listening Unix-domain socket that owns its file: there while open, gone once closed. */
public final class UnixSocket implements AutoCloseable {
  /** The longest path that a socket's address can hold on Linux, in bytes. */
  public static final int PATH_BYTES_MAX = 106;

  private static final int BACKLOG = 1024;

  private final ServerSocketChannel channel;
  private final Path path;

  private UnixSocket(ServerSocketChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  /**
   * Binds a path, in place of whatever socket a dead process left there.
   *
   * @throws IOException when the path is too long or cannot be bound
   */
  public static UnixSocket listen(Path path) throws IOException {
    checkLength(path);
    Files.deleteIfExists(path);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      return new UnixSocket(channel, path);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Connects to a listening socket. */
  public static SocketChannel connect(Path path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  /**
   * Checks that a path can be a socket's.
   *
   * @throws IOException when it is too long, naming it
   */
  public static void checkLength(Path path) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > PATH_BYTES_MAX) {
      throw new IOException(
          String.format(
              Locale.ROOT, "socket path of %d bytes is over %d: %s", length, PATH_BYTES_MAX, path));
    }
  }

  /** Waits for a connection. */
  public SocketChannel accept() throws IOException {
    return channel.accept();
  }

  /** Where it listens. */
  public Path path() {
    return path;
  }

  /** Closing again does nothing: by then the file may be a successor's. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      Files.deleteIfExists(path);
    }
  }
}
