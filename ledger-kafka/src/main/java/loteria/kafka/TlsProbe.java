package loteria.kafka;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import loteria.ledger.replication.ReplicatedLogs.UnsuitableException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Asks brokers that are to be reached without TLS whether they speak it. Kafka's client takes the
 * alert of one that does for the length of an answer, of 352 MB, and makes room for that.
 */
final class TlsProbe {
  private static final int PATIENCE_MS = 500;

  /** The first byte of a TLS alert. No answer of a broker is so long that it begins with it. */
  private static final int ALERT = 0x15;

  private static final int API_VERSIONS = 18;
  private static final byte[] CLIENT = "loteria".getBytes(StandardCharsets.US_ASCII);

  private TlsProbe() {}

  /**
   * Asks each broker that can be reached.
   *
   * @param settings of any of Kafka's clients
   * @param servers {@code HOST:PORT,…}
   * @throws UnsuitableException when one speaks TLS
   */
  static void check(Map<String, Object> settings, String servers) throws UnsuitableException {
    Object protocol = settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    if (protocol != null
        && !protocol.equals(SecurityProtocol.PLAINTEXT.name)
        && !protocol.equals(SecurityProtocol.SASL_PLAINTEXT.name)) {
      return;
    }
    for (String server : servers.split(",", -1)) {
      if (firstByte(server.strip()) == ALERT) {
        throw new UnsuitableException(
            "broker "
                + server.strip()
                + " speaks TLS: security.protocol in the file of --kafka-config must be SSL or"
                + " SASL_SSL");
      }
    }
  }

  /** The first byte that a broker answers; negative where it does not. */
  private static int firstByte(String server) {
    @Nullable String host = Utils.getHost(server);
    @Nullable Integer port = Utils.getPort(server);
    if (host == null || port == null) {
      return -1;
    }
    try (var socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(2 * Short.BYTES + Integer.BYTES + Short.BYTES + CLIENT.length);
      out.writeShort(API_VERSIONS);
      out.writeShort(0);
      out.writeInt(0);
      out.writeShort(CLIENT.length);
      out.write(CLIENT);
      return socket.getInputStream().read();
    } catch (IOException _) {
      // Kafka's client will say why.
      return -1;
    }
  }
}
