package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import loteria.ledger.AgencySession;
import loteria.ledger.log.TestLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From every state that a power failure could leave, a ledger comes back with all it promised.
 *
 * <p>Run with {@code -Dpower.seed=N} to repeat a failure, {@code -Dpower.rounds=N} for more.
 */
@Timeout(300)
class PowerLossTest {
  private static final long SEED = Long.getLong("power.seed", 20_261_128);
  private static final int ROUNDS = Integer.getInteger("power.rounds", 6);
  private static final int TURNS = 14;

  /** What a process that is killed has written of an entry. */
  private static final int LEFT_BYTES = 2 * TestLogs.ALIGNMENT;

  private int states;
  private int statesOfRecovery;
  private int statesOfSecondLife;

  @Test
  void everyStateThatACrashCouldLeaveIsRecovered() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      var random = new Random(seed);
      var disk = new MemoryDisk();
      CrashStates.State begin = CrashStates.State.of(disk);
      new RandomTurns(disk, 1 + round % 3, random).run(TURNS);
      try {
        crash(disk, begin, random);
      } catch (AssertionError | IOException e) {
        throw new AssertionError("power.seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.printf(
        "power loss: %d states recovered, %d of a crash while recovering, %d of one after; seed"
            + " %d%n",
        states, statesOfRecovery, statesOfSecondLife, SEED);
    assertTrue(states > 1000, "only " + states);
  }

  /** Else sectors of both, which no blank one tells from an entry that was changed. */
  @Test
  void whatIsLeftOfAnEntryIsCutBeforeAnotherIsWrittenThere() throws IOException {
    var disk = new MemoryDisk();
    CrashStates.State begin = CrashStates.State.of(disk);
    GroupCommit killed = disk.open(RandomTurns.AGENCIES);
    GroupCommit other = disk.open(RandomTurns.AGENCIES);
    disk.before(
        event -> {
          if (event instanceof DiskEvent.Write write && write.file() != MemoryDisk.BETS) {
            assertTrue(write.bytes().length() > LEFT_BYTES, write::toString);
            disk.apply(write.torn(LEFT_BYTES));
            throw new Killed();
          }
        });
    List<Order.Append> large = IntStream.rangeClosed(1, 5).mapToObj(id -> append(3, id)).toList();
    assertThrows(Killed.class, () -> disk.carryOut(killed, large));
    disk.before(_ -> {});
    Order.Append small = append(2, 1);
    disk.carryOut(other, List.of(small));
    assertEquals(MadeUpBatches.ack(small), small.answer().join());
    crash(disk, begin, new Random(SEED));
  }

  private static Order.Append append(int agency, int id) {
    var session = new AgencySession(MadeUpBatches.EPOCH);
    return MadeUpBatches.append(session, agency, MadeUpBatches.batch(agency, id));
  }

  private void crash(MemoryDisk disk, CrashStates.State begin, Random random) throws IOException {
    new CrashStates(begin, random)
        .visit(
            disk.events(),
            (events, state) -> {
              Promises promises = Promises.of(disk.events().subList(0, events));
              states++;
              MemoryDisk recovering = state.disk(2);
              promises.check(recovering);
              if (random.nextInt(100) == 0) {
                crashAgain(state, recovering.events(), promises, random);
              }
              if (random.nextInt(8) == 0) {
                continueFrom(recovering, promises);
              }
              if (random.nextInt(300) == 0) {
                liveAndCrash(state, promises, random);
              }
            });
  }

  /** The recovered ledger is used, and then the power fails again. */
  private void liveAndCrash(CrashStates.State begin, Promises before, Random random)
      throws IOException {
    MemoryDisk disk = begin.disk(2);
    new RandomTurns(disk, 2, before, random).run(4);
    new CrashStates(begin, random)
        .visit(
            disk.events(),
            (events, crashed) -> {
              statesOfSecondLife++;
              before.and(Promises.of(disk.events().subList(0, events))).check(crashed.disk(3));
            });
  }

  /** The power fails again, while the ledger is being recovered. */
  private void crashAgain(
      CrashStates.State begin, List<DiskEvent> recovery, Promises promises, Random random)
      throws IOException {
    new CrashStates(begin, random)
        .visit(
            List.copyOf(recovery),
            (_, state) -> {
              statesOfRecovery++;
              promises.check(state.disk(3));
            });
  }

  /** A recovered ledger takes what comes next. */
  private static void continueFrom(MemoryDisk disk, Promises promises) throws IOException {
    GroupCommit ledger = disk.open(RandomTurns.AGENCIES);
    for (int agency = 1; agency <= RandomTurns.AGENCIES; agency++) {
      long next = ledger.state().of(agency).batches() + 1;
      if (next <= RandomTurns.BATCHES) {
        var session = new AgencySession(ledger.state().of(agency).epoch());
        var append = MadeUpBatches.append(session, agency, MadeUpBatches.batch(agency, next));
        disk.carryOut(ledger, List.of(append));
        assertEquals(MadeUpBatches.ack(append), append.answer().join());
      }
    }
    promises.check(disk, ledger);
    promises.check(disk);
  }
}
