package loteria.supervisor.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.supervisor.relay.Peer;
import loteria.supervisor.tls.Identified;
import loteria.supervisor.tls.TlsServer;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it comes in: who the peer is, and why it is refused, if it is. On a port without
 * TLS nothing is known of the peer; on one with TLS the handshake tells.
 *
 * @param channel to converse on, encrypting where there is TLS
 * @param peer who it is
 * @param refusal the reply to its first message, or null if it is served
 * @param identified what {@code tls} knows of it, or null where there is none
 */
record Entrance(
    SocketChannel channel,
    Peer peer,
    Reply.@Nullable Failure refusal,
    @Nullable Identified identified) {

  private static final int RETRY_AFTER_MS = 5000;

  private static final Reply.Failure TLS_ONLY =
      new Reply.Failure(ErrorCode.NOT_YOURS, "this port speaks TLS only");

  /** The same, refused for this; what it is refused for already counts more. */
  Entrance refused(Reply.Failure why) {
    return new Entrance(channel, peer, refusal == null ? why : refusal, identified);
  }

  /** The same, refused for now, because this already has as many connections as it may have. */
  Entrance crowded(String whose) {
    return refused(
        new Reply.Failure(
            ErrorCode.UNAVAILABLE,
            RETRY_AFTER_MS,
            "too many connections of this " + whose + ", try again later"));
  }

  /** Of a connection that is not encrypted. */
  static Entrance plain(SocketChannel socket, String ip) {
    return new Entrance(socket, Peer.at(ip), null, null);
  }

  /**
   * Of a connection to a port with TLS; makes the handshake. A peer that begins without TLS is
   * refused in its own dialect, so that it learns why.
   *
   * @param first where the bytes go that are read before the peer is known to speak TLS; those of a
   *     peer that does not stay there
   * @throws IOException if the peer is gone, or the handshake fails
   */
  static Entrance encrypted(TlsServer tls, SocketChannel socket, String ip, ByteBuffer first)
      throws IOException {
    while (first.position() == 0) {
      if (socket.read(first) < 0) {
        return plain(socket, ip).refused(TLS_ONLY);
      }
    }
    if (!TlsServer.isTls(first.get(0))) {
      return plain(socket, ip).refused(TLS_ONLY);
    }
    var begun = ByteBuffer.allocate(first.position()).put(first.flip()).flip();
    first.clear();
    Identified identified = tls.identify(socket, begun);
    String why = identified.refusal();
    return new Entrance(
        identified.channel(),
        new Peer(ip, identified.agency(), identified.serial()),
        why == null ? null : new Reply.Failure(ErrorCode.NOT_YOURS, why),
        identified);
  }
}
