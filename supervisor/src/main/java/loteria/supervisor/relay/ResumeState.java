package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;

/**
 * What a worker must know of a session before it is sent what is unanswered: which session it is,
 * which agency's (from the first reply on), and which batch was refused and has not come again. It
 * changes with each reply that the agency gets, so it is what the last worker knew after that
 * reply. Guarded by the {@link RelayState} that it is part of.
 */
final class ResumeState {
  private final Dialect dialect;
  private final LocalDate latestBirth;
  private final int certified;

  /** The agency that the HELLO names, welcomed or not; 0 before it. */
  private int named;

  /** The draw that the HELLO names; empty where it names none. */
  private String drawName = "";

  private long epoch;

  private int welcomed;
  private long refused;

  /**
   * @param latestBirth no birth date may be later, whichever worker has the session
   * @param certified the agency of the peer's certificate; 0 where it has none
   */
  ResumeState(Dialect dialect, long epoch, LocalDate latestBirth, int certified) {
    this.dialect = dialect;
    this.epoch = epoch;
    this.latestBirth = latestBirth;
    this.certified = certified;
  }

  Dialect dialect() {
    return dialect;
  }

  /** The later the supervisor took the connection, the higher. */
  long epoch() {
    return epoch;
  }

  /** The session is for another draw than was assumed. */
  void epoch(long other) {
    epoch = other;
  }

  /** The agency has said HELLO; a second one is an error that its worker answers. */
  void hello(Bytes hello) {
    if (named == 0) {
      try {
        Request.Hello read = NativeDialect.hello(hello);
        named = read.agency();
        drawName = read.draw();
      } catch (WireException _) {
        // It names no agency: its worker replies with an error, and the session ends.
        named = 0;
      }
    }
  }

  /** The agency that the HELLO names; 0 where there has been none that does. */
  int agency() {
    return named;
  }

  /** The draw that the HELLO names; empty where it names none. */
  String drawName() {
    return drawName;
  }

  /** The agency has been welcomed. */
  void welcomed() {
    welcomed = named;
  }

  /** The agency gets this REFUSED. Where it names no row, its batch only follows a refused one. */
  void refused(ByteBuffer reply) {
    if (NativeDialect.namesRows(reply)) {
      refused = NativeDialect.batchOf(reply);
    }
  }

  /** The agency gets this ACK. One of an earlier batch, stored before, lets none go that waits. */
  void acknowledged(ByteBuffer reply) {
    if (dialect == Dialect.NATIVE && NativeDialect.batchOf(reply) >= refused) {
      refused = 0;
    }
  }

  /** What to say first to a worker that gets the session now. */
  SessionStart start() {
    return new SessionStart(dialect, epoch, welcomed, refused, latestBirth, certified);
  }
}
