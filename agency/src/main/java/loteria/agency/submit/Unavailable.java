package loteria.agency.submit;

import java.io.IOException;
import java.time.Duration;
import loteria.ipc.message.Reply;

/** The server answered with an ERROR and a time to retry. */
final class Unavailable extends IOException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  Unavailable(Reply.Failure failure) {
    super("the server is not available (" + failure.code() + "): " + failure.text());
    retryAfter = Duration.ofMillis(Integer.toUnsignedLong(failure.retryAfterMs()));
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
