package loteria.supervisor.relay;

import java.util.ArrayList;
import java.util.List;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.NativeDialect;
import loteria.ipc.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must be told to bring it to where a session is: who the agency is, and which batch
 * of its has been refused and not come again. Safe for use by several threads.
 */
final class Opening {
  private @Nullable Bytes hello;
  private long helloEnds;
  private @Nullable Bytes refused;

  /** The session's HELLO is between these places in its stream. */
  synchronized void begins(RequestLog log, long begin, long end) {
    if (hello == null) {
      hello = log.copy(begin, end);
      helloEnds = end;
    }
  }

  /** The agency that the HELLO names; 0 where there has been none that does. */
  synchronized int agency() {
    try {
      return hello == null ? 0 : NativeDialect.agencyOf(hello);
    } catch (WireException _) {
      return 0;
    }
  }

  /** The first unanswered request has been refused. */
  synchronized void refused(RequestLog log) {
    refused = refused == null ? log.firstUnanswered() : refused;
  }

  /** A batch has been stored: none is held back any more. */
  synchronized void stored() {
    refused = null;
  }

  /** What to say before what is unanswered, to a worker that gets the session from there on. */
  synchronized List<Bytes> messages(long answered) {
    List<Bytes> messages = new ArrayList<>(2);
    if (hello != null && answered >= helloEnds) {
      messages.add(hello);
    }
    if (refused != null) {
      messages.add(refused);
    }
    return messages;
  }
}
