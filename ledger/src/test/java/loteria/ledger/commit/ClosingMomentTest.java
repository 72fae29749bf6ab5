package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.file.LockTimes;
import loteria.ledger.state.LedgerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bets that come in the very moment of the closing. */
@Timeout(120)
class ClosingMomentTest {
  private static final int ROUNDS = Integer.getInteger("closing.rounds", 1000);
  private static final int AGENCIES = 3;
  private static final int BATCHES = 12;
  private static final AgencySession SESSION = new AgencySession(MadeUpBatches.EPOCH);

  /** Of each agency what was acknowledged is stored, and all behind it is CLOSED. */
  @Test
  void eachIsAcknowledgedAndStoredOrClosedOut() throws Exception {
    long seed = Long.getLong("closing.seed", 20261129);
    Map<Integer, Integer> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      int stored = round(new Random(seed + round));
      acknowledged.merge(stored, 1, Integer::sum);
    }
    assertTrue(acknowledged.size() > 10, "the closing came at " + acknowledged + ", seed " + seed);
  }

  private static int round(Random random) throws Exception {
    var disk = new MemoryDisk();
    GroupCommit commit = disk.open(AGENCIES);
    List<List<CompletableFuture<Reply>>> replies = new ArrayList<>();
    long closesAfterNanos = random.nextInt(400_000);
    try (Ledger ledger =
        new LedgerThread(commit, 0, () -> LockTimes.NONE, new RealLedger.Reported())) {
      List<Thread> agencies = new ArrayList<>();
      for (int agency = 1; agency <= AGENCIES; agency++) {
        List<CompletableFuture<Reply>> own = new ArrayList<>();
        replies.add(own);
        var id = new AgencyId(agency);
        agencies.add(Thread.ofVirtual().start(() -> send(ledger, id, own)));
      }
      LockSupport.parkNanos(closesAfterNanos);
      assertEquals(DrawStage.CLOSED, ledger.advance(DrawStage.CLOSED).join());
      var late = ledger.append(SESSION, new AgencyId(1), MadeUpBatches.batch(1, BATCHES + 1));
      for (Thread agency : agencies) {
        agency.join();
      }
      assertTrue(isClosed(late.join()), () -> "after the closing: " + late.join());
    }
    return check(disk.open(AGENCIES).state(), replies);
  }

  /** Each batch in a session of its own, so that none fails because one before it has. */
  private static void send(Ledger ledger, AgencyId id, List<CompletableFuture<Reply>> replies) {
    for (int batch = 1; batch <= BATCHES; batch++) {
      replies.add(
          ledger.append(
              new AgencySession(MadeUpBatches.EPOCH), id, MadeUpBatches.batch(id.number(), batch)));
      if (batch % 3 == 0) {
        replies.getLast().join();
      }
    }
    replies.forEach(CompletableFuture::join);
  }

  private static int check(LedgerState state, List<List<CompletableFuture<Reply>>> replies) {
    int all = 0;
    for (int agency = 1; agency <= AGENCIES; agency++) {
      int stored = 0;
      for (CompletableFuture<Reply> reply : replies.get(agency - 1)) {
        switch (reply.join()) {
          case Reply.Ack(long batch, int _) -> assertEquals(++stored, batch, "a gap");
          case Reply.Failure failure -> assertTrue(isClosed(failure), failure::toString);
          default -> fail("neither: " + reply.join());
        }
      }
      assertEquals(stored, state.of(agency).batches(), "of agency " + agency);
      all += stored;
    }
    assertTrue(state.stage().closed());
    return all;
  }

  private static boolean isClosed(Reply reply) {
    return reply instanceof Reply.Failure(var code, int retryAfterMs, String _)
        && code == ErrorCode.CLOSED
        && retryAfterMs == 0;
  }
}
