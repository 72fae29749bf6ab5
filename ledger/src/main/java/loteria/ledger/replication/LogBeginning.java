package loteria.ledger.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import loteria.ipc.message.Bytes;
import loteria.ledger.state.LedgerTag;
import org.jspecify.annotations.Nullable;

/**
 * The message with which each server begins a run. The first of all says which ledger the log is of
 * and what the draw's rules are; that another says otherwise changes nothing.
 *
 * <pre>
 *   0       4      20         24        28         36       44
 *   +-------+------+----------+---------+----------+--------+
 *   | magic | id   | agencies | winning | imported | random |
 *   |       |      |          | number  | up to    |        |
 *   +-------+------+----------+---------+----------+--------+
 * </pre>
 *
 * <p>A log that begins with an import ({@code imported}) is not to be served before the message
 * which completes that. The random bytes make any two such messages different, as those of all
 * others are.
 *
 * @param id the ledger's
 * @param agencies how many take part
 * @param winningNumber that of the draw; {@value #NO_NUMBER} where it is drawn after the seal
 * @param imported the offset that the import's last message has, or a higher one; negative in that
 *     message itself; 0 where nothing is imported
 */
public record LogBeginning(UUID id, int agencies, int winningNumber, long imported) {
  /** Begins with a byte that no text has; the last says the version. */
  private static final int MAGIC = 0xff4c_4201;

  /** In place of a winning number: an operator says it after the seal. */
  public static final int NO_NUMBER = -1;

  private static final int BYTES = 44;

  /** A folder whose run is later by more is of a log that has lost messages. */
  private static final int RUNS_TO_PASS_MAX = 1000;

  /** That of a log with which nothing is imported. */
  public LogBeginning(UUID id, int agencies, int winningNumber) {
    this(id, agencies, winningNumber, 0);
  }

  /** The message that completes the import which this one begins. */
  public LogBeginning completion() {
    return new LogBeginning(id, agencies, winningNumber, -imported);
  }

  /** The tag that all messages of the ledger have. */
  public int tag() {
    return LedgerTag.of(id);
  }

  /** As a message. */
  public byte[] message() {
    return ByteBuffer.allocate(BYTES)
        .putInt(MAGIC)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putInt(agencies)
        .putInt(winningNumber)
        .putLong(imported)
        .putLong(ThreadLocalRandom.current().nextLong())
        .array();
  }

  /**
   * Begins a run that is later than one which a folder has had: a server that has followed counts
   * each of its starts as a run, though it appends nothing.
   *
   * @param after that run
   * @return the new one: the offset behind the message that begins it
   * @throws UnavailableException when it is not known whether it has begun
   */
  public int beginRun(ReplicatedLog log, int after) throws IOException {
    int run = Math.toIntExact(log.append(message()) + 1);
    boolean mayPass = after - run < RUNS_TO_PASS_MAX;
    while (mayPass && run <= after) {
      run = Math.toIntExact(log.append(message()) + 1);
    }
    return run;
  }

  /** What a message says; null where it is no such message. */
  public static @Nullable LogBeginning read(Bytes message) {
    var in = ByteBuffer.wrap(message.array(), message.from(), message.length());
    if (message.length() != BYTES || in.getInt() != MAGIC) {
      return null;
    }
    var id = new UUID(in.getLong(), in.getLong());
    return new LogBeginning(id, in.getInt(), in.getInt(), in.getLong());
  }

  /** How another draw's rules differ from these; null where they do not. */
  public @Nullable String differenceTo(LogBeginning other) {
    if (other.agencies != agencies) {
      return difference("--agencies", agencies, other.agencies);
    }
    // Nobody is to read the number before the draw.
    return other.winningNumber == winningNumber
        ? null
        : "--winning-number is not what the replicated log began with: all servers of a draw need"
            + " the same, or none";
  }

  private static String difference(String setting, int ours, int others) {
    return String.format(
        Locale.ROOT,
        "%s is %d, the replicated log began with %d: all servers of a draw need the same",
        setting,
        others,
        ours);
  }
}
