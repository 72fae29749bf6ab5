package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.UUID;
import loteria.ledger.replication.LogBeginning;
import org.junit.jupiter.api.Test;

/** Runs that begin on a replicated log. */
class LogBeginningTest {
  private final LogBeginning beginning = new LogBeginning(UUID.randomUUID(), 5, 7574);
  private final MemoryReplicatedLog log = new MemoryReplicatedLog();

  private int begin(int after) throws IOException {
    try (MemoryReplicatedLog.Client client = log.connect()) {
      client.concurrent();
      return beginning.beginRun(client, after);
    }
  }

  @Test
  void eachRunIsTheOffsetBehindItsMessage() throws IOException {
    assertEquals(1, begin(0));
    assertEquals(2, begin(1));
    log.add(new byte[1]);
    assertEquals(4, begin(2));
    assertEquals(beginning, LogBeginning.read(log.at(3).content()));
  }

  /** A folder that was followed into has had more starts than the log has messages. */
  @Test
  void aFolderThatHasHadLaterRunsGetsALaterOne() throws IOException {
    begin(0);
    assertEquals(8, begin(7));
    assertEquals(8, log.end());
  }

  @Test
  void aLogThatHasLostMuchIsNotFilled() throws IOException {
    begin(0);
    assertEquals(2, begin(1_000_000));
    assertEquals(2, log.end());
  }
}
