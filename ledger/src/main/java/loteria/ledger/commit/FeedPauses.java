package loteria.ledger.commit;

import java.time.Duration;
import loteria.ipc.runtime.DiskFull;

/**
 * When a {@link MessageFeed} does not read.
 *
 * @param rest when nothing has been asked for so long; zero: it reads though nothing is
 * @param retry before another try when the log could not be reached
 * @param noRoom before what was taken is read again, because there was no room for it
 * @param alone after a message of this process itself that was passed; zero: never for that
 * @param aloneAfter if it was one of so many in a row
 */
record FeedPauses(Duration rest, Duration retry, Duration noRoom, Duration alone, int aloneAfter) {
  private static final Duration RETRY = Duration.ofMillis(200);

  /** A process that alone appends reads what it has appended so often, much at once. */
  private static final Duration ALONE = Duration.ofMillis(200);

  private static final int ALONE_AFTER = 16;

  static final FeedPauses OF_FOLLOWER =
      new FeedPauses(Duration.ZERO, RETRY, DiskFull.RETRY_AFTER, ALONE, ALONE_AFTER);
  static final FeedPauses OF_OTHERS =
      new FeedPauses(Duration.ofSeconds(5), RETRY, DiskFull.RETRY_AFTER, ALONE, ALONE_AFTER);

  boolean isFollower() {
    return rest.isZero();
  }
}
