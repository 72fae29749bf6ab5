package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.verify.VerificationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever single bit changes in a file: nothing that was acknowledged is lost, or changed, without
 * a word.
 *
 * <p>Run with {@code -Dflip.seed=N} to repeat a failure, {@code -Dflip.count=N} for more.
 */
@Timeout(300)
class BitFlipTest {
  private static final long SEED = Long.getLong("flip.seed", 20_261_128);
  private static final int COUNT = Integer.getInteger("flip.count", 4_000);

  private static final DrawRecord NOBODY_WINS = new DrawRecord(7574, 0, 0);

  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);

  /** What became of a flipped bit. */
  private enum Verdict {
    /** The server does not start on it, and says where. */
    REFUSED,
    /** The server starts, and {@code verify} says what is wrong. */
    REPORTED,
    /** The start, or {@code verify} before it, put it right: the view, or nothing but blanks. */
    HARMLESS
  }

  /** How a draw's files came to be as they are. */
  private enum LogEnding {
    OPEN,
    KILLED,
    DRAWN,
    ENDED
  }

  @Test
  void noFlippedBitIsCalledSound() throws IOException {
    for (LogEnding stage : LogEnding.values()) {
      var random = new Random(SEED + stage.name().hashCode());
      List<DiskEvent> events = new ArrayList<>();
      CrashStates.State state = CrashStates.State.of(disk(stage, random, events));
      Promises promises = Promises.of(events);
      for (int i = 0; i < COUNT / LogEnding.values().length; i++) {
        long seed = random.nextLong();
        try {
          Verdict verdict = flip(state, promises, new Random(seed));
          verdicts.merge(verdict, 1, Integer::sum);
        } catch (AssertionError e) {
          throw new AssertionError(stage + ", flip.seed " + SEED + ": " + e.getMessage(), e);
        }
      }
    }
    System.out.printf("bit flips: %s; seed %d%n", verdicts, SEED);
    assertTrue(verdicts.getOrDefault(Verdict.REFUSED, 0) > 0);
    assertTrue(verdicts.getOrDefault(Verdict.REPORTED, 0) > 0);
  }

  private static MemoryDisk disk(LogEnding stage, Random random, List<DiskEvent> events)
      throws IOException {
    var disk = new MemoryDisk();
    GroupCommit ledger = disk.open(RandomTurns.AGENCIES);
    for (int agency = 1; agency <= RandomTurns.AGENCIES; agency++) {
      int last = stage == LogEnding.DRAWN ? RandomTurns.BATCHES : 2 + random.nextInt(3);
      for (int id = 1; id <= last; id++) {
        disk.carryOut(ledger, List.of(MadeUpBatches.append(agency, id)));
      }
      if (stage == LogEnding.DRAWN) {
        disk.carryOut(ledger, List.of(MadeUpBatches.finish(agency)));
      }
    }
    if (stage == LogEnding.DRAWN) {
      disk.carryOut(ledger, List.of(MadeUpBatches.draw(NOBODY_WINS)));
    }
    if (stage == LogEnding.ENDED) {
      ledger.end();
    }
    if (stage == LogEnding.KILLED) {
      disk.open(RandomTurns.AGENCIES);
    }
    events.addAll(disk.events());
    return disk;
  }

  private static Verdict flip(CrashStates.State state, Promises promises, Random random)
      throws IOException {
    CrashStates.State flipped = state.copy();
    List<Integer> named = new ArrayList<>(flipped.names().values());
    named.add(MemoryDisk.BETS);
    Image file = flipped.files().get(named.get(random.nextInt(named.size())));
    file.flip(place(file, random), random.nextInt(8));

    VerificationResult before = flipped.disk(2).verify();
    MemoryDisk disk = flipped.disk(2);
    GroupCommit ledger;
    try {
      ledger = disk.open(RandomTurns.AGENCIES);
    } catch (DamagedLogException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("position"), e.getMessage());
      return Verdict.REFUSED;
    }
    VerificationResult after = disk.verify();
    try {
      promises.check(disk, ledger);
    } catch (DamagedLogException | AssertionError e) {
      if (!before.isSound() && !after.isSound()) {
        return Verdict.REPORTED;
      }
      return fail("called sound: " + e.getMessage() + "\n" + before.text() + after.text());
    }
    assertEquals(List.of(), after.problems());
    return Verdict.HARMLESS;
  }

  /** Most often where there is more than blanks and filling. */
  private static int place(Image file, Random random) {
    int place = random.nextInt(file.size());
    boolean anywhere = random.nextInt(8) == 0;
    for (int i = 0; i < file.size() && !anywhere && isFilling(file.byteAt(place)); i++) {
      place = (place + 1) % file.size();
    }
    return place;
  }

  private static boolean isFilling(byte there) {
    return there == 0 || there == (byte) 0xee;
  }
}
