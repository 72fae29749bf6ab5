package loteria.ledger.commit;

import java.time.Duration;
import loteria.ipc.runtime.DiskFull;

/**
 * When a {@link MessageFeed} does not read.
 *
 * @param rest when nothing has been asked for so long; zero: it reads though nothing is
 * @param retry before another try when the log could not be reached
 * @param noRoom before what was taken is read again, because there was no room for it
 */
record FeedPauses(Duration rest, Duration retry, Duration noRoom) {
  static final FeedPauses OF_FOLLOWER =
      new FeedPauses(Duration.ZERO, Duration.ofMillis(200), DiskFull.RETRY_AFTER);
  static final FeedPauses OF_OTHERS =
      new FeedPauses(Duration.ofSeconds(5), Duration.ofMillis(200), DiskFull.RETRY_AFTER);

  boolean isFollower() {
    return rest.isZero();
  }
}
