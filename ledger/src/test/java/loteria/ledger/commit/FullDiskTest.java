package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ledger.AgencySession;
import loteria.ledger.commit.DiskEvent.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk without room is waited out; one that fails ends the process. */
@Timeout(60)
class FullDiskTest {
  private static final int AGENCIES = 3;
  private static final String NO_ROOM = "No space left on device";

  private final Turns turns = new Turns(AGENCIES);
  private int writes;

  /** Whichever write finds no room, and however much of it was written. */
  @Test
  void nothingOfADeniedTurnIsStoredAndTheNextOneIs() throws IOException {
    int denied = 0;
    long next = 1;
    for (; next < 60; next++) {
      int failing = (int) (next % 6);
      var append = MadeUpBatches.append(1, next);
      failAt(failing, NO_ROOM);
      turns.carryOut(append);
      boolean reached = writes > failing;
      turns.disk().before(_ -> {});
      if (append.answer().join() instanceof Reply.Failure(ErrorCode code, int retry, String _)) {
        assertEquals(ErrorCode.DISK_FULL, code);
        assertTrue(retry > 0);
        assertTrue(reached);
        denied++;
        assertEquals(next - 1, turns.standing(1).lastBatch());
        turns.carryOut(
            MadeUpBatches.append(new AgencySession(MadeUpBatches.EPOCH), 1, append.batch()));
      }
      assertEquals(next, turns.standing(1).lastBatch());
      assertEquals(List.of(), turns.disk().verify().problems());
    }
    assertTrue(denied > 15, "only " + denied);
    assertEquals(next - 1, turns.disk().open(AGENCIES).state().of(1).batches());
  }

  @Test
  void everyOrderOfADeniedTurnIsRefusedAndALookIsAnswered() throws IOException {
    turns.carryOut(MadeUpBatches.append(1, 1));
    var append = MadeUpBatches.append(1, 2);
    var open = MadeUpBatches.open(new AgencySession(9), 2);
    var finish = MadeUpBatches.finish(3);
    var close = MadeUpBatches.close(2);
    var draw = MadeUpBatches.draw(MadeUpBatches.DRAW);
    var look = MadeUpBatches.look(1);
    failAt(0, NO_ROOM);
    turns.carryOut(append, open, finish, close, draw, look);
    turns.disk().before(_ -> {});
    for (Reply reply :
        List.of(append.answer().join(), finish.answer().join(), close.answer().join())) {
      assertEquals(ErrorCode.DISK_FULL, assertInstanceOf(Reply.Failure.class, reply).code());
    }
    assertInstanceOf(loteria.ledger.Admission.Denied.class, open.answer().join());
    assertTrue(draw.answer().isCompletedExceptionally());
    assertEquals(1, look.answer().join().lastBatch());
    assertFalse(turns.standing(3).finished());
    assertFalse(turns.standing(1).drawn());
  }

  @Test
  void aDiskThatFailsAnswersNothing() throws IOException {
    var append = MadeUpBatches.append(1, 1);
    failAt(1, "Input/output error");
    assertThrows(IOException.class, () -> turns.carryOut(append));
    assertFalse(append.answer().isDone());
  }

  @Test
  void afterAForceHasFailedNoTurnSucceeds() throws IOException {
    turns
        .disk()
        .before(
            event -> {
              if (event instanceof DiskEvent.Force) {
                throw new IOException("Input/output error");
              }
            });
    var append = MadeUpBatches.append(1, 1);
    assertThrows(IOException.class, () -> turns.carryOut(append));
    turns.disk().before(_ -> {});
    assertThrows(IOException.class, () -> turns.carryOut(MadeUpBatches.append(2, 1)));
    assertFalse(append.answer().isDone());
  }

  /** The n-th write from now on fails, after a part of it. */
  private void failAt(int failing, String why) {
    writes = 0;
    turns
        .disk()
        .before(
            event -> {
              if (event instanceof Write write && writes++ == failing) {
                tear(write);
                throw new IOException(why);
              }
            });
  }

  private void tear(Write write) {
    Bytes bytes = write.bytes();
    turns.disk().apply(write.torn(bytes.length() / 2));
  }
}
