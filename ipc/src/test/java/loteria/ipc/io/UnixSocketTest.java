package loteria.ipc.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
  @TempDir private Path folder;

  @Test
  void bytesCrossInBothDirections() throws IOException {
    byte[] sent = "LN".getBytes(StandardCharsets.US_ASCII);
    try (var socket = UnixSocket.listen(folder.resolve("w.sock"));
        var client = UnixSocket.connect(socket.path());
        var server = socket.accept()) {
      Channels.write(client, ByteBuffer.wrap(sent));
      var received = ByteBuffer.allocate(2);
      while (received.hasRemaining() && server.read(received) >= 0) {}
      assertArrayEquals(sent, received.array());
      ByteBuffer[] answer = {ByteBuffer.wrap(sent), ByteBuffer.allocate(0), ByteBuffer.wrap(sent)};
      Channels.write(server, answer, 3);
      server.shutdownOutput();
      var answered = ByteBuffer.allocate(8);
      while (client.read(answered) >= 0) {}
      assertEquals(4, answered.position());
    }
  }

  @Test
  void socketWhoseFolderIsRemovedIsMadeAgainWhileItAccepts() throws Exception {
    Path run = Files.createDirectory(folder.resolve("run"));
    try (var socket = UnixSocket.listen(run.resolve("w.sock"))) {
      var accepted = new CompletableFuture<SocketChannel>();
      Thread.ofPlatform().daemon().start(() -> accept(socket, accepted));
      assertFalse(socket.restore());
      Files.delete(socket.path());
      Files.delete(run);
      assertFalse(socket.restore(), "there is no folder yet");
      Files.createDirectory(run);
      assertTrue(socket.restore());
      assertFalse(socket.restore());
      try (var _ = UnixSocket.connect(socket.path());
          var server = accepted.get(10, TimeUnit.SECONDS)) {
        assertTrue(server.isOpen());
      }
    }
    assertFalse(Files.exists(run.resolve("w.sock")));
  }

  private static void accept(UnixSocket socket, CompletableFuture<SocketChannel> accepted) {
    try {
      accepted.complete(socket.accept());
    } catch (IOException e) {
      accepted.completeExceptionally(e);
    }
  }

  @Test
  void fileOfAnotherSocketIsLeftAlone() throws IOException {
    Path path = folder.resolve("w.sock");
    var one = UnixSocket.listen(path);
    try (var _ = UnixSocket.listen(path)) {
      one.close();
      UnixSocket.connect(path).close();
      assertFalse(one.restore());
    }
  }

  @Test
  void closedSocketLeavesNoFile() throws IOException {
    Path path = folder.resolve("w.sock");
    try (var socket = UnixSocket.listen(path)) {
      assertTrue(Files.exists(socket.path()));
    }
    assertFalse(Files.exists(path));
    assertThrows(IOException.class, () -> UnixSocket.connect(path));
  }

  @Test
  void socketOfADeadProcessIsReplaced() throws IOException {
    Path path = folder.resolve("w.sock");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path), "the JDK leaves the file");
    try (var socket = UnixSocket.listen(path);
        var client = UnixSocket.connect(socket.path())) {
      assertTrue(client.isConnected());
    }
  }

  @Test
  void closingAgainLeavesTheSuccessorItsFile() throws IOException {
    Path path = folder.resolve("w.sock");
    var first = UnixSocket.listen(path);
    first.close();
    try (var second = UnixSocket.listen(path)) {
      first.close();
      assertTrue(Files.exists(second.path()));
    }
  }

  @Test
  void longestPathIsBoundAndALongerOneRefusedByName() throws IOException {
    try (var socket = UnixSocket.listen(pathOf(UnixSocket.PATH_BYTES_MAX));
        var client = UnixSocket.connect(socket.path())) {
      assertTrue(client.isConnected());
    }
    Path longer = pathOf(107);
    var refused = assertThrows(IOException.class, () -> UnixSocket.listen(longer));
    assertEquals("socket path of 107 bytes is over 106: " + longer, refused.getMessage());
    assertFalse(Files.exists(longer));
  }

  @Test
  void pathIsMeasuredInBytes() {
    Path path = Path.of("/" + "ñ".repeat(53));
    assertThrows(IOException.class, () -> UnixSocket.checkLength(path));
  }

  private Path pathOf(int bytes) {
    int name = bytes - (folder + "/").getBytes(StandardCharsets.UTF_8).length;
    return folder.resolve("s".repeat(name));
  }
}
