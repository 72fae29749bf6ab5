package loteria.agency.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import loteria.agency.source.Batch;
import loteria.agency.source.SingleBet;
import loteria.ipc.message.WireException;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.BadRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class WindowTest {
  private static final SingleBet BET = new SingleBet("Ana", "Gómez", "10000001", "1990-05-17", "1");

  private final Window window = new Window(3, 10);

  @Test
  void noMoreIsSentThanMayBeInFlight() {
    fill(11, 12, 13, 14, 15);

    assertEquals(List.of(11L, 12L, 13L), sendable());
    assertTrue(window.hasRoom());
    fill(16);
    assertFalse(window.hasRoom());
  }

  @Test
  void anAckMakesRoom() throws Exception {
    fill(11, 12, 13, 14);
    sendable();

    assertEquals(11, stored(11));
    assertEquals(List.of(14L), sendable());
  }

  @Test
  void anAnswerOutOfTurnIsAnError() {
    fill(11, 12);
    sendable();

    assertThrows(WireException.class, () -> window.acknowledge(12));
  }

  @Test
  void anAnswerToNothingIsAnError() {
    fill(11);

    assertThrows(WireException.class, () -> window.acknowledge(11));
    assertThrows(WireException.class, () -> window.refuse(11));
  }

  @Test
  void aRefusedBatchIsSentAgainAheadOfThoseBehindIt() throws Exception {
    fill(11, 12, 13, 14);
    sendable();
    assertEquals(11, stored(11));

    Batch corrected = window.refuse(12).without(List.of(new BadRow(0, "bad")));
    window.replace(corrected);
    assertEquals(List.of(12L, 13L), sendable());
    window.refuse(13);
    assertEquals(List.of(14L), sendable());
    assertEquals(12, stored(12));
    assertEquals(13, stored(13));
    assertEquals(14, stored(14));
    assertTrue(window.isEmpty());
    assertEquals(0, window.inFlight());
  }

  @Test
  void twoRefusalsInOneWindowKeepTheOrder() throws Exception {
    fill(11, 12, 13);
    sendable();
    window.refuse(11);
    assertEquals(List.of(11L), sendable());
    window.refuse(12);
    assertEquals(List.of(12L), sendable());
    window.refuse(13);
    assertEquals(List.of(13L), sendable());

    assertEquals(11, stored(11));
    window.refuse(12);
    assertEquals(List.of(12L, 13L), sendable());
    window.refuse(13);
    assertEquals(List.of(), sendable());
    assertEquals(12, stored(12));
    assertEquals(13, stored(13));
    assertTrue(window.isEmpty());
  }

  @Test
  void aSecondAckOfTheSameBatchIsIgnored() throws Exception {
    fill(11, 12);
    sendable();
    window.refuse(11);
    sendable();
    window.refuse(12);
    sendable();
    assertEquals(11, stored(11));

    assertEquals(12, stored(12));
    assertTrue(window.isEmpty());
  }

  @Test
  void afterABreakStoredBatchesAreDroppedAndTheRestSentAgain() throws Exception {
    fill(11, 12, 13, 14);
    sendable();

    assertEquals(List.of(11L, 12L), ids(window.resume(12)));
    assertEquals(0, window.inFlight());
    assertEquals(List.of(13L, 14L), sendable());
  }

  @Test
  void aServerThatKnowsOtherBatchesIsAnError() throws Exception {
    fill(11, 12);
    sendable();
    assertEquals(11, stored(11));

    assertThrows(SubmissionFailed.class, () -> window.resume(10));
    assertThrows(SubmissionFailed.class, () -> window.resume(13));
    assertEquals(List.of(12L), ids(window.resume(12)));
    assertNull(window.send());
  }

  private void fill(long... ids) {
    for (long id : ids) {
      window.add(BET.batch(new AgencyId(1), id));
    }
  }

  private List<Long> sendable() {
    List<Batch> sent = new ArrayList<>();
    for (Batch batch = window.send(); batch != null; batch = window.send()) {
      sent.add(batch);
    }
    return ids(sent);
  }

  private long stored(long id) throws WireException {
    Batch stored = window.acknowledge(id);
    return stored == null ? -1 : stored.id();
  }

  private static List<Long> ids(List<Batch> batches) {
    return batches.stream().map(Batch::id).toList();
  }
}
