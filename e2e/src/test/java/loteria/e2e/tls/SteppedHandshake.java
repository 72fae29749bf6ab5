package loteria.e2e.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** A client's handshake whose bytes a test sends, as many as it likes, when it likes. */
final class SteppedHandshake {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int RECORD_BYTES_MAX = 17 << 10;

  private final Socket socket;
  private final SSLEngine engine;

  SteppedHandshake(Socket socket, SSLEngine engine) throws IOException {
    this.socket = socket;
    this.engine = engine;
    engine.beginHandshake();
  }

  /** What the client sends first: its ClientHello. */
  byte[] first() throws IOException {
    return flight();
  }

  /**
   * What the client sends second, up to its Finished. Waits for the server's flight, to {@link
   * #first}, which must have been sent.
   */
  byte[] second() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var from = ByteBuffer.allocate(4 * RECORD_BYTES_MAX).limit(0);
    var plain = ByteBuffer.allocate(RECORD_BYTES_MAX);
    while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        bytes.write(flight());
      } else if (engine.unwrap(from, plain).getStatus() == Status.BUFFER_UNDERFLOW) {
        receive(from);
      }
      runTasks();
    }
    return bytes.toByteArray();
  }

  private void receive(ByteBuffer into) throws IOException {
    into.compact();
    byte[] more = new byte[into.remaining()];
    int read = socket.getInputStream().read(more);
    if (read < 0) {
      throw new IOException("closed in the handshake");
    }
    into.put(more, 0, read).flip();
  }

  private byte[] flight() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var record = ByteBuffer.allocate(RECORD_BYTES_MAX);
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(NOTHING, record.clear());
      bytes.write(record.array(), 0, record.position());
      runTasks();
    }
    return bytes.toByteArray();
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
