package loteria.e2e.tls;

import java.io.IOException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import loteria.e2e.NativeClient;
import loteria.e2e.TextConnection;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.jspecify.annotations.Nullable;

/** One connection with TLS, driven by a test, in the native dialect or as {@link #text} says. */
final class TlsConnection implements AutoCloseable {
  private final SSLSocket socket;
  private final NativeClient client;

  TlsConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.client = NativeClient.over(socket);
  }

  SSLSocket socket() {
    return socket;
  }

  /** What the handshake has agreed. */
  SSLSession session() {
    return socket.getSession();
  }

  /** The same connection in the text dialect. */
  TextConnection text() throws IOException {
    return TextConnection.over(socket);
  }

  void send(Request request) throws IOException {
    client.send(request);
  }

  /** Waits for the next reply; null once the server has closed. */
  @Nullable Reply receive() throws IOException {
    return client.receive();
  }

  /** Sends and waits for the reply. */
  @Nullable Reply ask(Request request) throws IOException {
    return client.ask(request);
  }

  /** Begins the session of an agency. */
  TlsConnection hello(int agency) throws IOException {
    Reply reply = ask(new Request.Hello(agency, ""));
    if (!(reply instanceof Reply.Welcome)) {
      throw new AssertionError("agency " + agency + " got " + reply);
    }
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
