package loteria.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** One connection in the native dialect, driven by a test. */
public final class NativeClient implements AutoCloseable {
  private final Socket socket;
  private final FrameReader<Reply> replies;

  private NativeClient(Socket socket) throws IOException {
    this.socket = socket;
    this.replies = FrameReader.ofReplies(Channels.newChannel(socket.getInputStream()));
  }

  public static NativeClient connect(int port) throws IOException {
    return over(new Socket("localhost", port));
  }

  /** Speaks over a connection, which it owns. */
  public static NativeClient over(Socket socket) throws IOException {
    return new NativeClient(socket);
  }

  /** Connects with a receive buffer of this many bytes. */
  static NativeClient connectNarrow(int port, int bytes) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(bytes);
    socket.connect(new InetSocketAddress("localhost", port));
    return over(socket);
  }

  /** Connects and sends HELLO. */
  public static NativeClient hello(int port, int agency) throws IOException {
    return hello(Dialer.plain(port), agency);
  }

  /** Connects and sends HELLO. */
  public static NativeClient hello(Dialer server, int agency) throws IOException {
    NativeClient client = over(server.dial(agency));
    Reply reply = client.ask(new Request.Hello(agency, ""));
    if (reply instanceof Reply.Welcome) {
      return client;
    }
    throw new AssertionError("agency " + agency + " got " + reply);
  }

  public void send(Request request) throws IOException {
    sendBytes(NativeDialect.encode(request));
  }

  public void sendBytes(ByteBuffer bytes) throws IOException {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    socket.getOutputStream().write(array);
  }

  /** Waits for the next reply; null once the server has closed. */
  public @Nullable Reply receive() throws IOException {
    return replies.next();
  }

  /** Sends and waits for the reply. */
  public @Nullable Reply ask(Request request) throws IOException {
    send(request);
    return receive();
  }

  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Resets the connection: bytes that the server has not read, and its replies in flight, are lost.
   */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
