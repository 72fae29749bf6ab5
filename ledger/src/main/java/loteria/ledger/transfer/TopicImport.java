package loteria.ledger.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import loteria.ipc.folder.DrawLayout;
import loteria.ledger.replication.LogAppender;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.ServableLog;
import loteria.ledger.replication.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a replicated log out of a ledger. Its first message says that an import begins and how many
 * messages it has, its last that it is complete: no server begins on it before.
 */
public final class TopicImport {
  private TopicImport() {}

  /**
   * Imports a ledger.
   *
   * @param log has no message yet, unless it is of this import, complete
   * @param topic what it is called
   * @param copy where the servers' copy shall be
   * @return whether it was imported now; else it had been before
   * @throws ImportRefusedException when the log has other messages
   */
  public static boolean run(ImportSource source, LogAppender log, String topic, Path copy)
      throws IOException {
    UUID id = source.newId("topic " + topic);
    LogBeginning beginning = source.rules().beginning(id, source.content().messages() + 1);
    if (log.log().end() > 0) {
      checkComplete(log.log(), beginning, topic);
      return false;
    }
    if (Files.exists(copy.resolve(DrawLayout.LOG))) {
      throw new ImportRefusedException(
          copy + " has a log of its own: use another --data, where the servers' copy shall be");
    }
    if (!log.appendAt(0, beginning.message())) {
      throw new ImportRefusedException(
          "another server has begun on topic "
              + topic
              + " meanwhile: stop it and delete the topic");
    }
    source.reader().toTopic(log, beginning);
    return true;
  }

  private static void checkComplete(ReplicatedLog log, LogBeginning beginning, String topic)
      throws IOException {
    LogBeginning first = first(log);
    if (first == null || !first.id().equals(beginning.id())) {
      throw new ImportRefusedException(
          "topic "
              + topic
              + " has messages of another ledger: use another --draw; or, if nothing in it counts,"
              + " delete the topic and import again");
    }
    if (!ServableLog.isComplete(log, first)) {
      throw new ImportRefusedException(
          "an import into topic " + topic + " did not end: delete the topic and import again");
    }
    String difference = first.differenceTo(beginning);
    if (difference != null) {
      throw new ImportRefusedException(difference);
    }
  }

  /** What a log begins with; null where that is another message. */
  static @Nullable LogBeginning first(ReplicatedLog log) throws IOException {
    List<Message> read = log.read(0, log.timeout());
    if (read.isEmpty()) {
      throw new UnavailableException("the log's first message cannot be read now");
    }
    return read.getFirst().offset() == 0 ? LogBeginning.read(read.getFirst().content()) : null;
  }
}
