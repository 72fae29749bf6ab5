package loteria.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** One connection in the native dialect, driven by a test. */
public final class NativeClient implements AutoCloseable {
  private final SocketChannel channel;
  private final FrameReader<Reply> replies;

  private NativeClient(SocketChannel channel) {
    this.channel = channel;
    this.replies = FrameReader.ofReplies(channel);
  }

  public static NativeClient connect(int port) throws IOException {
    return new NativeClient(SocketChannel.open(new InetSocketAddress("localhost", port)));
  }

  /** Connects with a receive buffer of this many bytes. */
  static NativeClient connectNarrow(int port, int bytes) throws IOException {
    var channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
    channel.connect(new InetSocketAddress("localhost", port));
    return new NativeClient(channel);
  }

  /** Connects and sends HELLO. */
  public static NativeClient hello(int port, int agency) throws IOException {
    NativeClient client = connect(port);
    client.send(new Request.Hello(agency, ""));
    Reply reply = client.receive();
    if (reply instanceof Reply.Welcome) {
      return client;
    }
    throw new AssertionError("agency " + agency + " got " + reply);
  }

  public void send(Request request) throws IOException {
    sendBytes(NativeDialect.encode(request));
  }

  public void sendBytes(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
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
    channel.shutdownOutput();
  }

  /**
   * Resets the connection: bytes that the server has not read, and its replies in flight, are lost.
   */
  public void reset() throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
