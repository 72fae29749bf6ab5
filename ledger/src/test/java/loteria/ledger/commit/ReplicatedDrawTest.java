package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.AgencySession;
import loteria.ledger.log.TestLogs;
import loteria.ledger.state.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A draw that several servers record, and copies that come by it late or in pieces. */
@Timeout(60)
class ReplicatedDrawTest extends TwoServers {
  private static final int AGENCIES = 3;
  private static final int BATCHES = 4;
  private static final DrawRecord NOBODY_WINS = new DrawRecord(7574, 0, 0);
  private static final DrawRecord OTHER = new DrawRecord(7574, 2, 0x8765_4321);

  ReplicatedDrawTest() {
    super(1, AGENCIES);
  }

  /** Stores everything at the first server; every agency has finished then. */
  private void storeAll() throws IOException {
    for (int agency = 1; agency <= AGENCIES; agency++) {
      var session = new AgencySession(one.newEpoch());
      for (int batch = 1; batch <= BATCHES; batch++) {
        Order append = MadeUpBatches.append(session, agency, MadeUpBatches.batch(agency, batch));
        assertEquals(AnswerWords.ACK, ask(one, append));
      }
      String finished = ask(one, MadeUpBatches.finish(session, agency));
      assertEquals(AnswerWords.finished(AGENCIES - agency), finished);
    }
  }

  /** Each server appends its own before it has read the other's. */
  @Test
  void ofTwoDrawsInTheLogTheFirstCountsAtEveryServer() throws IOException {
    storeAll();
    Order.RecordDraw second = MadeUpBatches.draw(OTHER);
    ask(two, MadeUpBatches.look(1));
    MemoryReplicatedLog.Client client = two.process(0).client();
    client.sees(log.end(), Integer.MAX_VALUE);
    long end = log.end();
    client.onAppended(() -> client.sees(Long.MAX_VALUE, Integer.MAX_VALUE));
    assertEquals(MadeUpBatches.DRAW.toString(), ask(one, MadeUpBatches.draw(MadeUpBatches.DRAW)));
    assertEquals(MadeUpBatches.DRAW.toString(), ask(two, second));
    assertEquals(end + 2, log.end(), "both have been appended");
    for (MemoryServer server : List.of(one, two)) {
      assertEquals(MadeUpBatches.DRAW.toString(), ask(server, MadeUpBatches.draw(OTHER)));
      assertEquals(List.of(new LogRecord.Drawn(MadeUpBatches.DRAW)), draws(server));
    }
    assertSameBets();
  }

  @Test
  void aServerThatWasAwayForAllOfItContinuesItsOldCopy() throws IOException {
    ask(two, MadeUpBatches.look(1));
    two.kill();
    storeAll();
    ask(one, MadeUpBatches.draw(MadeUpBatches.DRAW));
    two.beginRun();
    assertEquals(BATCHES + " batches, 0 missing", ask(two, MadeUpBatches.look(1)));
    assertEquals(MadeUpBatches.DRAW, two.process(0).commit().state().draw());
    assertSameBets();
  }

  /** All that it writes, a part of each write, and then nothing more until it is started again. */
  @Test
  void aCopyThatIsKilledAtAnyWriteIsContinued() throws IOException {
    storeAll();
    ask(one, MadeUpBatches.draw(NOBODY_WINS));
    int kills = 0;
    boolean isKilled = true;
    for (int at = 0; isKilled; at++) {
      for (int part : List.of(0, 1, Integer.MAX_VALUE)) {
        isKilled = killedAtWrite(at, part);
        kills += isKilled ? 1 : 0;
      }
    }
    assertTrue(kills > 10, "killed " + kills + " times");
  }

  /** Whether there was such a write. */
  private boolean killedAtWrite(int number, int part) throws IOException {
    two.loseDisk();
    int[] left = {number};
    two.disk()
        .before(
            event -> {
              if (event instanceof DiskEvent.Change && left[0]-- == 0) {
                applyPart(event, part);
                throw new Killed();
              }
            });
    boolean isKilled = false;
    try {
      ask(two, MadeUpBatches.look(1));
    } catch (Killed _) {
      isKilled = true;
    }
    two.kill();
    two.disk().before(_ -> {});
    two.beginRun();
    assertEquals(BATCHES + " batches, 0 missing", ask(two, MadeUpBatches.look(1)));
    assertEquals(NOBODY_WINS, two.process(0).commit().state().draw());
    assertSameBets();
    assertEquals(List.of(), two.disk().verifyCopy().problems());
    return isKilled;
  }

  private void applyPart(DiskEvent event, int part) {
    if (event instanceof DiskEvent.Write write) {
      int pages = part == Integer.MAX_VALUE ? part : part * TestLogs.ALIGNMENT;
      two.disk().apply(write.torn(write.file() == MemoryDisk.BETS ? part : pages));
    }
  }

  private void assertSameBets() {
    assertEquals(text(one), text(two));
  }

  private static String text(MemoryServer server) {
    int size = Math.toIntExact(server.disk().bets().size());
    return server.disk().bets().text(0, size);
  }

  private static List<LogRecord> draws(MemoryServer server) throws IOException {
    List<LogRecord> draws = new ArrayList<>();
    ReplicatedCommit commit = server.process(0).commit();
    commit.read(
        0,
        commit.state().end(),
        entry ->
            entry.records().stream().filter(LogRecord.Drawn.class::isInstance).forEach(draws::add));
    return draws;
  }
}
