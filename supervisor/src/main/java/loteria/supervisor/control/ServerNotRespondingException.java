package loteria.supervisor.control;

import java.io.IOException;
import java.time.Duration;

/** A supervisor that is there and says nothing: stopped, or hung. */
final class ServerNotRespondingException extends IOException {
  private static final long serialVersionUID = 1L;

  ServerNotRespondingException(Duration silence) {
    super("it is stopped or hung: nothing was heard of it for " + silence.toMillis() + " ms");
  }
}
