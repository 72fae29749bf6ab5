package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.bet.AgencyId;
import loteria.ipc.wire.Reply;
import loteria.worker.ledger.DiskEvent.Answer;
import loteria.worker.ledger.JournalRecord.BatchStored;
import loteria.worker.ledger.JournalRecord.Entry;

/**
 * What the agencies of {@link RandomTurns} have been promised.
 *
 * @param acknowledged by agency, the last batch that was acknowledged
 * @param finished by agency, whether it was told that it has finished
 * @param drawn whether the supervisor was told that the draw is recorded
 */
record Promises(List<Long> acknowledged, List<Boolean> finished, boolean drawn) {
  /** What answers among these events promise. */
  static Promises of(List<DiskEvent> events) {
    var acknowledged = new Long[RandomTurns.AGENCIES + 1];
    var finished = new Boolean[RandomTurns.AGENCIES + 1];
    Arrays.fill(acknowledged, 0L);
    Arrays.fill(finished, false);
    boolean drawn = false;
    for (DiskEvent event : events) {
      List<Order> orders = event instanceof Answer(var answered) ? answered : List.of();
      for (Order order : orders) {
        switch (order) {
          case Order.Append append -> {
            int agency = append.agency().number();
            if (append.reply().join() instanceof Reply.Ack(long batch, int _)) {
              acknowledged[agency] = Math.max(acknowledged[agency], batch);
            }
          }
          case Order.Finish finish ->
              finished[finish.agency().number()] |= finish.reply().join() instanceof Reply.Finished;
          case Order.Close close ->
              finished[close.agency().number()] |= close.reply().join() instanceof Reply.Finished;
          case Order.RecordDraw draw -> drawn |= !draw.recorded().isCompletedExceptionally();
          case Order.Open open -> {
            if (open.admission().join() instanceof Admission.Admitted(Standing standing, var _)) {
              told(acknowledged, open.agency(), standing);
            }
          }
          case Order.Compare _ -> {}
          case Order.Look look -> told(acknowledged, look.agency(), look.standing().join());
        }
      }
    }
    return new Promises(List.of(acknowledged), List.of(finished), drawn);
  }

  /** What an agency is told that is stored it sends no more: that is a promise, too. */
  private static void told(Long[] acknowledged, AgencyId agency, Standing standing) {
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
    return new Promises(batches, done, drawn || other.drawn);
  }

  int batches(int agency) {
    return acknowledged.get(agency).intValue();
  }

  boolean allFinished() {
    return finished.stream().skip(1).allMatch(yes -> yes);
  }

  /** Checks that a disk, recovered, holds all that was promised, and nothing that was not sent. */
  void check(MemoryDisk disk) throws IOException {
    LedgerState state = disk.open(RandomTurns.AGENCIES).state();
    assertEquals(state.committedBytes(), disk.bets().size(), "bytes past the last record");
    long bytes = 0;
    for (int agency = 1; agency <= RandomTurns.AGENCIES; agency++) {
      int stored = state.of(agency).batches();
      assertTrue(
          stored >= batches(agency),
          "agency %d lost all from batch %d on".formatted(agency, stored + 1));
      assertTrue(stored <= RandomTurns.BATCHES, "stored what was never sent");
      for (int id = 1; id <= stored; id++) {
        bytes += checkBatch(disk, state.of(agency).sequenceOf(id), agency, id);
      }
      boolean hasFinished = state.of(agency).isFinished();
      assertTrue(hasFinished || !finished.get(agency), "agency " + agency + " has not finished");
      assertTrue(!hasFinished || stored == RandomTurns.BATCHES, "finished too soon");
    }
    assertEquals(bytes, state.committedBytes(), "something is stored twice");
    assertTrue(state.isDrawn() || !drawn, "the draw is lost");
  }

  private static long checkBatch(MemoryDisk disk, int sequence, int agency, long id) {
    var record = ByteBuffer.allocate(RecordCodec.SIZE);
    disk.journal().read(record, (long) sequence * RecordCodec.SIZE);
    Entry entry = RecordCodec.read(record, 0, sequence);
    assertNotNull(entry);
    var batch = (BatchStored) entry.fact();
    assertEquals(agency, batch.agency());
    assertEquals(id, batch.batch());
    assertEquals(
        Batches.text(Batches.batch(agency, id).content()),
        disk.bets().text(batch.from(), batch.to()));
    return batch.length();
  }
}
