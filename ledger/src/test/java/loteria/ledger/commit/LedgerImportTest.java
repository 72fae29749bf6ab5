package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.log.LogInspection;
import loteria.ledger.log.TestLogs;
import loteria.ledger.replication.LogAppender;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.NotServedException;
import loteria.ledger.replication.ServableLog;
import loteria.ledger.state.LedgerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Draws that move from files into a replicated log and back, in the middle of random histories:
 * nothing changes for agencies, and an import that was killed leaves nothing that is served.
 *
 * <p>Run with {@code -Dimport.seed=N} to repeat a failure, {@code -Dimport.rounds=N} for more.
 */
@Timeout(300)
class LedgerImportTest {
  private static final long SEED = Long.getLong("import.seed", 20_261_129);
  private static final int ROUNDS = Integer.getInteger("import.rounds", 40);
  private static final int AGENCIES = RandomHistory.AGENCIES;
  private static final UUID ID = new UUID(0, TestLogs.LEDGER);

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void aDrawMovesThereAndBack() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      try {
        new Round(new Random(seed)).run();
      } catch (AssertionError | IOException | RuntimeException e) {
        throw new AssertionError("import.seed " + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.printf("imports: %s; seed %d%n", seen, SEED);
    for (String needed : List.of("drawn", "closed", "repeat", "left behind", "killed", "moved")) {
      assertTrue(seen.containsKey(needed), () -> "no " + needed + " in " + seen);
    }
  }

  /** One draw. */
  private final class Round {
    private final Random random;
    private final RandomHistory history;
    private final int turnBytes;

    Round(Random random) {
      this.random = random;
      this.history = new RandomHistory(random, seen);
      this.turnBytes = 1 + random.nextInt(8 << 10);
    }

    void run() throws IOException {
      MemoryDisk files = filled(new MemoryDisk());
      MemoryReplicatedLog log = movedToLog(files);
      MemoryServer server = served(files, log);
      MemoryDisk back = movedToFiles(server.disk());
      server.kill();
      filled(back);
      assertEquals(List.of(), back.verify().problems());
    }

    /** Some runs of a ledger of files, in one of which it may be killed. */
    private MemoryDisk filled(MemoryDisk disk) throws IOException {
      int runs = 1 + random.nextInt(3);
      for (int i = 0; i < runs; i++) {
        disk.nextRun(disk.run() + 1);
        history.nextRun();
        GroupCommit commit = disk.open(AGENCIES);
        history.go(of(disk, commit), 1 + random.nextInt(4), random.nextBoolean());
        if (random.nextBoolean()) {
          commit.end();
        }
        commit.close();
      }
      return disk;
    }

    private RandomHistory.Served of(MemoryDisk disk, GroupCommit commit) {
      return new RandomHistory.Served() {
        private int sessions;

        @Override
        public void carryOut(List<Order> orders) throws IOException {
          disk.carryOut(commit, orders);
        }

        @Override
        public long newEpoch() {
          return ((long) disk.run() << Integer.SIZE) | ++sessions;
        }
      };
    }

    private LedgerImport importOf(MemoryDisk disk, boolean isCopy, Runnable progress) {
      return new LedgerImport(
          findings -> inspection(disk, isCopy, findings), turnBytes, _ -> progress.run());
    }

    private LogInspection inspection(
        MemoryDisk disk, boolean isCopy, LogInspection.Findings findings) {
      return isCopy
          ? TestLogs.inspectionOfCopy(disk.folder(), findings)
          : TestLogs.inspection(disk.folder(), findings);
    }

    /** Which batches are of which session. */
    private String sessions(MemoryDisk disk, boolean isCopy) throws IOException {
      var sessions = new SessionsInLog();
      try (LogInspection inspection = inspection(disk, isCopy, sessions)) {
        inspection.inspect();
      }
      return sessions.toString();
    }

    /** Imports it; an import that is killed is made again, into another topic. */
    private MemoryReplicatedLog movedToLog(MemoryDisk files) throws IOException {
      var log = new MemoryReplicatedLog();
      MemoryReplicatedLog.Client client = log.connect();
      client.concurrent();
      long appends = 1L + random.nextInt(6);
      boolean isKilled = random.nextInt(3) == 0;
      client.fates(
          () -> {
            if (isKilled && log.end() >= appends) {
              throw new Killed();
            }
            if (random.nextInt(4) == 0) {
              log.deliver(random);
            }
            return Fate.oneIn(6, random).get();
          });
      LedgerImport.Content content = importOf(files, false, () -> {}).check();
      var beginning = new LogBeginning(ID, AGENCIES, 0, content.messages() + 1);
      var appender = new LogAppender(client, 0);
      try {
        assertTrue(appender.appendAt(0, beginning.message()));
        importOf(files, false, () -> {}).toTopic(appender, beginning);
      } catch (Killed _) {
        saw("killed");
        while (log.deliver(random)) {
          saw("delivered late");
        }
        assertThrows(NotServedException.class, () -> ServableLog.check(client, beginning));
        return movedToLog(files);
      }
      ServableLog.check(client, beginning);
      while (random.nextBoolean() && log.deliver(random)) {
        saw("delivered late");
      }
      saw("moved");
      return log;
    }

    /** A server with an empty disk takes the draw up. */
    private MemoryServer served(MemoryDisk files, MemoryReplicatedLog log) throws IOException {
      GroupCommit source = files.open(AGENCIES);
      var server = new MemoryServer(log, 1, AGENCIES);
      server.beginRun();
      ReplicatedCommit commit = server.process(0).commit();
      commit.carryOut(List.of(MadeUpBatches.look(1))).answer();
      assertSame(source.state(), files, commit.state(), server.disk());
      assertEquals(sessions(files, false), sessions(server.disk(), true));
      history.imported(commit.state());
      for (int runs = random.nextInt(3); runs >= 0; runs--) {
        history.go(of(server), 1 + random.nextInt(3), random.nextBoolean());
        while (random.nextInt(3) == 0 && log.deliver(random)) {
          saw("delivered late");
        }
        if (runs > 0) {
          server.beginRun();
          history.nextRun();
        }
      }
      return server;
    }

    private RandomHistory.Served of(MemoryServer server) {
      return new RandomHistory.Served() {
        @Override
        public void carryOut(List<Order> orders) throws IOException {
          server.process(0).commit().carryOut(List.copyOf(orders)).answer();
        }

        @Override
        public long newEpoch() {
          return server.newEpoch();
        }
      };
    }

    /** Imports the copy; an import that is killed at any write is made again. */
    private MemoryDisk movedToFiles(MemoryDisk copy) throws IOException {
      LedgerState source = importOf(copy, true, () -> {}).check().state();
      var disk = new MemoryDisk();
      boolean isKilled = random.nextInt(3) == 0;
      int[] left = {random.nextInt(30)};
      disk.before(
          event -> {
            if (isKilled && left[0]-- == 0) {
              if (event instanceof DiskEvent.Write write) {
                disk.apply(write.torn(random.nextInt(write.bytes().length())));
              }
              throw new Killed();
            }
          });
      try {
        importOf(copy, true, () -> {}).toFiles(disk.open(AGENCIES));
      } catch (Killed _) {
        saw("killed");
        return movedToFiles(copy);
      }
      disk.before(_ -> {});
      assertEquals(List.of(), disk.verify().problems());
      assertTrue(disk.verify().isEnded());
      LedgerState made = importOf(disk, false, () -> {}).check().state();
      assertSame(source, copy, made, disk);
      assertEquals(sessions(copy, true), sessions(disk, false));
      history.imported(made);
      return disk;
    }

    private void assertSame(
        LedgerState source, MemoryDisk sourceDisk, LedgerState made, MemoryDisk madeDisk) {
      assertEquals(withoutEpochs(source), withoutEpochs(made));
      int bytes = (int) source.betsBytes();
      assertEquals(sourceDisk.bets().text(0, bytes), madeDisk.bets().text(0, bytes), "bets.csv");
    }

    /** Sessions have other numbers. */
    private String withoutEpochs(LedgerState state) {
      return ReferenceFold.summary(state).replaceAll("session [0-9a-f]+", "session");
    }
  }

  private void saw(String what) {
    seen.merge(what, 1, Integer::sum);
  }
}
