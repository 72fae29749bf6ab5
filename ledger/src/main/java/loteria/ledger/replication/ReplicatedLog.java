package loteria.ledger.replication;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import loteria.ipc.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Messages in one order, on several machines: what has been appended is lost only with most of
 * them. Every server of a draw appends to it and reads it. Nothing is decided here.
 *
 * <p>Used by two threads: one appends, one reads.
 */
public interface ReplicatedLog extends AutoCloseable {
  /**
   * A message.
   *
   * @param offset its place in the log, from 0 on
   * @param content its bytes
   */
  record Message(long offset, Bytes content) {
    /** CRC32C of its bytes. */
    public int crc() {
      return content.crc32c();
    }
  }

  /**
   * Appends a message. A log that has lost the message of the last call, if that was confirmed,
   * does not take the next one as if nothing had happened: that fails, or is not at the next
   * offset.
   *
   * @return its offset, once so many machines have it that every reader is shown it, and nothing
   *     else there
   * @throws UnavailableException when that is not known in time: it may be in the log, or yet come
   *     to be
   * @throws IOException when no further try can succeed
   */
  long append(byte[] content) throws IOException;

  /**
   * Reads on from an offset. Shows only what is not lost any more.
   *
   * @param patience how long to wait for the first message
   * @return the messages from there on, in order, as many as are at hand; none where none came
   * @throws UnavailableException when the log cannot be reached now, or seems to end before the
   *     offset
   * @throws LostMessagesException when the log begins behind the offset
   */
  List<Message> read(long offset, Duration patience) throws IOException;

  /**
   * The offset behind the last message that may be read, as it was at some time after this was
   * called; or what a machine that keeps the log took it for, which was cut off from the others by
   * then, and so less.
   *
   * @throws UnavailableException when it cannot be found out now
   */
  long end() throws IOException;

  /**
   * For the thread that reads: what the log said is doubtful, and is not to be asked again of the
   * same machine only because that answered last.
   *
   * @throws UnavailableException when that cannot be done now
   */
  void reconnect() throws IOException;

  /**
   * By how many milliseconds this machine's clock is ahead of that of the machine that keeps the
   * log, or behind it if that is negative; null where no append has shown it since this was asked
   * last. Any thread may ask.
   */
  @Nullable Long takeClockAheadMs();

  /** How long an append, or finding out anything, may take. */
  Duration timeout();

  /** Makes a thread that reads return. Any thread may call it; nothing is read after it. */
  void wake();

  /** Gives back what is held. No thread may be using it. */
  @Override
  void close();
}
