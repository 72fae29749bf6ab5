package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Admission;
import loteria.ledger.Standing;
import loteria.ledger.commit.DiskEvent.Answer;
import loteria.ledger.state.LedgerState;
import loteria.ledger.state.LogRecord;

/**
 * What the agencies of {@link RandomTurns} have been promised.
 *
 * @param acknowledged by agency, the last batch that was acknowledged
 * @param finished by agency, whether it was answered that it has finished
 * @param steps how many steps of the draw the supervisor was answered to be recorded
 * @param drawn whether the supervisor was answered that the draw is recorded
 */
record Promises(List<Long> acknowledged, List<Boolean> finished, int steps, boolean drawn) {
  /** What answers among these events promise. */
  static Promises of(List<DiskEvent> events) {
    var acknowledged = new Long[RandomTurns.AGENCIES + 1];
    var finished = new Boolean[RandomTurns.AGENCIES + 1];
    Arrays.fill(acknowledged, 0L);
    Arrays.fill(finished, false);
    int steps = 0;
    boolean drawn = false;
    for (DiskEvent event : events) {
      List<Order> orders = event instanceof Answer(var answered) ? answered : List.of();
      for (Order order : orders) {
        switch (order) {
          case Order.Append append -> {
            int agency = append.agency().number();
            if (append.answer().join() instanceof Reply.Ack(long batch, int _)) {
              acknowledged[agency] = Math.max(acknowledged[agency], batch);
            }
          }
          case Order.Finish finish ->
              finished[finish.agency().number()] |=
                  finish.answer().join() instanceof Reply.Finished;
          case Order.Close close ->
              finished[close.agency().number()] |= close.answer().join() instanceof Reply.Finished;
          case Order.Advance advance when !advance.answer().isCompletedExceptionally() ->
              steps = Math.max(steps, advance.answer().join().steps());
          case Order.RecordDraw draw -> drawn |= !draw.answer().isCompletedExceptionally();
          case Order.Open open -> {
            if (open.answer().join() instanceof Admission.Admitted(Standing standing, var _)) {
              reported(acknowledged, open.agency(), standing);
            }
          }
          case Order.Spoiled _,
              Order.Advance _,
              Order.Compare _,
              Order.NoteView _,
              Order.Snapshot _,
              Order.Follow _,
              Order.Last _ -> {}
          case Order.Look look -> reported(acknowledged, look.agency(), look.answer().join());
        }
      }
    }
    return new Promises(List.of(acknowledged), List.of(finished), steps, drawn);
  }

  /** An agency does not send again what it was answered to be stored: that is a promise, too. */
  private static void reported(Long[] acknowledged, AgencyId agency, Standing standing) {
    int number = agency.number();
    acknowledged[number] = Math.max(acknowledged[number], standing.lastBatch());
  }

  /** What both promise. */
  Promises and(Promises other) {
    List<Long> batches = new ArrayList<>();
    List<Boolean> done = new ArrayList<>();
    for (int agency = 0; agency <= RandomTurns.AGENCIES; agency++) {
      batches.add(Math.max(acknowledged.get(agency), other.acknowledged.get(agency)));
      done.add(finished.get(agency) || other.finished.get(agency));
    }
    return new Promises(batches, done, Math.max(steps, other.steps), drawn || other.drawn);
  }

  int batches(int agency) {
    return acknowledged.get(agency).intValue();
  }

  boolean allFinished() {
    return finished.stream().skip(1).allMatch(yes -> yes);
  }

  /** Checks that a disk, recovered, holds all that was promised, and nothing that was not sent. */
  void check(MemoryDisk disk) throws IOException {
    check(disk, disk.open(RandomTurns.AGENCIES));
  }

  void check(MemoryDisk disk, GroupCommit recovered) throws IOException {
    LedgerState state = recovered.state();
    for (int agency = 1; agency <= RandomTurns.AGENCIES; agency++) {
      long stored = state.of(agency).batches();
      assertTrue(
          stored >= batches(agency),
          "agency %d lost all from batch %d on".formatted(agency, stored + 1));
      assertTrue(stored <= RandomTurns.BATCHES, "stored what was never sent");
      boolean hasFinished = state.of(agency).isFinished();
      assertTrue(hasFinished || !finished.get(agency), "agency " + agency + " has not finished");
      assertTrue(!hasFinished || stored == RandomTurns.BATCHES, "finished too soon");
    }
    assertTrue(state.draw() != null || !drawn, "the draw is lost");
    assertTrue(state.stage().steps() >= steps, "a step of the draw is lost");
    checkRows(disk, recovered);
  }

  /** The log has every batch once, in order, with its rows; and bets.csv the same rows. */
  private static void checkRows(MemoryDisk disk, GroupCommit recovered) throws IOException {
    long[] next = new long[RandomTurns.AGENCIES + 1];
    Arrays.fill(next, 1);
    var rows = new StringBuilder();
    recovered.read(
        0,
        recovered.state().end(),
        entry -> {
          for (LogRecord record : entry.records()) {
            if (record instanceof LogRecord.BatchStored batch) {
              assertEquals(next[batch.agency()]++, batch.batch(), "a batch of " + batch.agency());
              rows.append(
                  MadeUpBatches.text(MadeUpBatches.batch(batch.agency(), batch.batch()).content()));
            }
          }
          assertEquals(entry.betsAt() + entry.rowBytes(), rows.length(), "rows of entries");
        });
    for (int agency = 1; agency <= RandomTurns.AGENCIES; agency++) {
      assertEquals(recovered.state().of(agency).batches(), next[agency] - 1, "batches in the log");
    }
    assertEquals(rows.toString(), disk.bets().text(0, disk.bets().size()), "bets.csv");
  }
}
