package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.AgencySession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever keeps the entries, the same is asked and the same answered: the engine of files, and one
 * in memory that finds no room now and then, after which all is asked again.
 *
 * <p>Run with {@code -Dengines.seed=N} to repeat a failure.
 */
@Timeout(120)
class EnginesTest {
  private static final long SEED = Long.getLong("engines.seed", 20_261_128);
  private static final int AGENCIES = 3;
  private static final int PROCESSES = 2;

  private final Set<ErrorCode> errors = new HashSet<>();
  private int denied;

  /** Orders, made again for each engine. */
  private interface Asked {
    List<Order> orders();
  }

  @Test
  void allEnginesAnswerTheSame() throws IOException {
    for (int round = 0; round < 100; round++) {
      long seed = SEED + round;
      try {
        run(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("engines.seed " + seed + ": " + e.getMessage(), e);
      }
    }
    assertTrue(denied > 100, "only " + denied + " turns found no room");
    assertTrue(
        errors.containsAll(
            Set.of(
                ErrorCode.SUPERSEDED,
                ErrorCode.OUT_OF_ORDER,
                ErrorCode.CONTENT_CHANGED,
                ErrorCode.TOTALS_DIFFER,
                ErrorCode.AGENCY_FINISHED,
                ErrorCode.DRAWN)),
        errors.toString());
  }

  private void run(Random random) throws IOException {
    var disk = new MemoryDisk();
    var memory = new MemoryLog.Shared(new Random(random.nextLong()), 5);
    List<GroupCommit> ofFiles = new ArrayList<>();
    List<GroupCommit> inMemory = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      ofFiles.add(disk.open(AGENCIES));
      inMemory.add(memory.open(AGENCIES));
    }
    for (int turn = 0; turn < 40; turn++) {
      Asked asked = asked(random, turn);
      int process = random.nextInt(PROCESSES);
      List<String> expected = carryOut(ofFiles.get(process), asked);
      List<String> answers = carryOut(inMemory.get(process), asked);
      while (answers.stream().anyMatch(answer -> answer.contains("DISK_FULL"))) {
        denied++;
        answers = carryOut(inMemory.get(process), asked);
      }
      assertEquals(expected, answers, "turn " + turn);
      assertEquals(disk.bets().text(0, disk.bets().size()), text(memory.bets()), "turn " + turn);
    }
  }

  private static String text(Image image) {
    return image.text(0, image.size());
  }

  private static Asked asked(Random random, int turn) {
    long seed = random.nextLong();
    return () -> {
      var again = new Random(seed);
      List<Order> orders = new ArrayList<>();
      for (int i = 1 + again.nextInt(4); i > 0; i--) {
        orders.add(order(again, turn));
      }
      return orders;
    };
  }

  private static Order order(Random random, int turn) {
    int agency = 1 + random.nextInt(AGENCIES);
    var session = new AgencySession(1 + turn / 12 + random.nextInt(2));
    int id = 1 + random.nextInt(turn + 2);
    return switch (random.nextInt(16)) {
      case 0 -> MadeUpBatches.open(session, agency);
      case 1 -> MadeUpBatches.look(agency);
      case 2 -> MadeUpBatches.append(session, agency, MadeUpBatches.batch(agency, id, 3, 5));
      case 3 ->
          turn > 20 ? MadeUpBatches.finish(session, agency, id, id) : MadeUpBatches.look(agency);
      case 4 -> turn > 30 ? MadeUpBatches.close(agency) : MadeUpBatches.look(agency);
      case 5 ->
          turn > 35
              ? MadeUpBatches.draw(new DrawRecord(turn, agency, id))
              : MadeUpBatches.open(session, agency);
      default -> MadeUpBatches.append(session, agency, MadeUpBatches.batch(agency, id));
    };
  }

  private List<String> carryOut(GroupCommit commit, Asked asked) throws IOException {
    List<Order> orders = asked.orders();
    commit.carryOut(orders).answer();
    return orders.stream().map(this::answer).toList();
  }

  private String answer(Order order) {
    Object answer =
        switch (order) {
          case Order.Append append -> append.answer().join();
          case Order.Finish finish -> finish.answer().join();
          case Order.Close close -> close.answer().join();
          case Order.Open open -> open.answer().join();
          case Order.Look look -> look.answer().join();
          case Order.RecordDraw draw ->
              draw.answer().isCompletedExceptionally() ? "DISK_FULL" : draw.answer().join();
          default -> throw new AssertionError(order);
        };
    if (answer instanceof Reply.Failure failure) {
      errors.add(failure.code());
    }
    return answer.toString();
  }
}
