package loteria.ledger.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import loteria.ledger.replication.LogAppender;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.LogMove;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.UnavailableException;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.state.LogRecord;

/**
 * The replicated log that an imported folder is a copy of: the copy must have all of it, and it
 * ends with the message which says where the draw is now.
 */
public final class SourceTopic {
  private final ImportSource source;
  private final LogAppender log;
  private final String topic;

  /**
   * @param topic what the log is called
   */
  public SourceTopic(ImportSource source, LogAppender log, String topic) {
    this.source = source;
    this.log = log;
    this.topic = topic;
  }

  /**
   * Checks that the copy has all messages, unless the next one ends the log for this import.
   *
   * @param target the ledger that is made
   * @throws ImportRefusedException when it lacks some, or the draw has moved to another
   * @throws DamagedLogException when the log has not what was copied
   */
  void checkLevel(UUID target) throws IOException {
    LogBeginning first = TopicImport.first(log.log());
    if (first == null || !first.id().equals(source.identity().id())) {
      throw new ImportRefusedException(
          "topic " + topic + " is not the one that " + source.folder() + " is a copy of");
    }
    String difference = first.differenceTo(source.rules().beginning(first.id(), 0));
    if (difference != null) {
      throw new ImportRefusedException(difference);
    }
    LogRecord.FollowedTo followed = source.followed();
    long end = log.log().end();
    if (end < followed.offset()
        || message(followed.offset() - 1).content().crc32c() != followed.crc()) {
      throw new DamagedLogException(
          "topic "
              + topic
              + " does not have the messages that were copied; if it is lost, import"
              + " with --topic-lost");
    }
    if (end > followed.offset() && !hasMoved(target)) {
      throw new ImportRefusedException(
          String.format(
              Locale.ROOT,
              "%s is %d messages behind topic %s: stop all servers of the draw but one, start one"
                  + " on this folder until it has them, stop it and import again",
              source.folder(),
              end - followed.offset(),
              topic));
    }
  }

  private boolean hasMoved(UUID target) throws IOException {
    LogMove move = LogMove.endOf(source.identity().tag(), message(source.followed().offset()));
    if (move != null && !move.target().equals(target)) {
      throw new ImportRefusedException(String.valueOf(move.exception().getMessage()));
    }
    return move != null;
  }

  private Message message(long offset) throws IOException {
    List<Message> read = log.log().read(offset, log.log().timeout());
    if (read.isEmpty()) {
      throw new UnavailableException("offset " + offset + " cannot be read now");
    }
    return read.getFirst();
  }

  /**
   * Ends the log: what is appended behind it does not count.
   *
   * @param place where the draw is now, for a person
   * @throws ImportRefusedException when a server has appended something meanwhile: then the log has
   *     not ended
   */
  void end(UUID target, String place) throws IOException {
    long offset = source.followed().offset();
    var move = new LogMove(source.identity().tag(), offset, target, place);
    if (!log.appendAt(offset, move.message()) && !hasMoved(target)) {
      throw new ImportRefusedException(
          "a server has appended to topic "
              + topic
              + " meanwhile, and the draw stays there: stop all its servers and import again");
    }
  }
}
