package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import loteria.e2e.RunningServer;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is public: who shows one must have its key, too. */
@Timeout(60)
class StolenCertificateTest {
  @TempDir private Path folder;

  @Test
  void handshakeWithoutProofOfTheKeyFails() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    try (RunningServer server = RunningServer.start(folder, 1, 1, certificates.serverFlags())) {
      try (var _ = new SkippedProof()) {
        assertThrows(IOException.class, () -> speak(certificates.client(1), server));
      }
      server.program().awaitLine("action: handshake \\| result: fail");
      assertEquals(Reply.Welcome.class, speak(certificates.client(1), server));
    }
  }

  /** What HELLO is answered by. In TLS 1.3 a client learns of its refusal only when it reads. */
  private static Class<? extends Reply> speak(TlsClient client, RunningServer server)
      throws IOException {
    try (TlsConnection connection = client.connect(server.tlsPort())) {
      Reply reply = connection.ask(new Request.Hello(1, ""));
      if (reply == null) {
        throw new IOException("closed");
      }
      return reply.getClass();
    }
  }
}
