package loteria.ipc.io;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FileIdentity;

/**
 * A listening Unix-domain socket that owns its file: the file exists while the socket is open. One
 * thread accepts; any may recreate the file and close.
 */
public final class UnixSocket implements AcceptLoop.Listener {
  /** The longest path that a socket's address can hold on Linux, in bytes. */
  public static final int PATH_BYTES_MAX = 106;

  private static final int BACKLOG = 1024;

  private final Path path;

  /** Guarded by this, as is {@link #file}. */
  private volatile ServerSocketChannel channel;

  private FileIdentity file;

  private UnixSocket(ServerSocketChannel channel, Path path) throws IOException {
    this.channel = channel;
    this.path = path;
    this.file = FileIdentity.of(path);
  }

  /**
   * Binds a path, replacing a socket that a dead process left there. Only this process's user and
   * root may connect.
   *
   * @throws IOException if the path is too long or cannot be bound
   */
  public static UnixSocket listen(Path path) throws IOException {
    checkLength(path);
    return new UnixSocket(bind(path), path);
  }

  private static ServerSocketChannel bind(Path path) throws IOException {
    Files.deleteIfExists(path);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      FileAccess.OWNER.applyTo(path);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Recreates the file if it was removed or replaced, because nobody can connect without it. If its
   * folder is gone too, waits until the folder's owner has recreated it.
   *
   * @return whether the file was recreated
   */
  public synchronized boolean restore() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (!channel.isOpen() || file.isThere() || folder == null || Files.notExists(folder)) {
      return false;
    }
    try (var _ = channel) {
      channel = bind(path);
      file = FileIdentity.of(path);
    }
    return true;
  }

  /** Connects to a listening socket. */
  public static SocketChannel connect(Path path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  /**
   * Checks that a path can be a socket's.
   *
   * @throws IOException if it is too long, naming it
   */
  public static void checkLength(Path path) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > PATH_BYTES_MAX) {
      throw new IOException(
          String.format(
              Locale.ROOT, "socket path of %d bytes is over %d: %s", length, PATH_BYTES_MAX, path));
    }
  }

  @Override
  public SocketChannel accept() throws IOException {
    while (true) {
      ServerSocketChannel accepting = channel;
      try {
        return accepting.accept();
      } catch (ClosedChannelException e) {
        if (accepting.equals(channel)) {
          throw e;
        }
      }
    }
  }

  /** The path that it listens on. */
  public Path path() {
    return path;
  }

  /** Closes the socket and deletes its file, unless that is a successor's. */
  @Override
  public synchronized void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (var _ = channel) {
      if (file.isThere()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
