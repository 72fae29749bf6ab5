package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import loteria.ipc.message.ErrorCode;
import loteria.ledger.AgencySession;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.state.DamagedLogException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process that alone appends decides before it has read it back, and what it does not. */
@Timeout(60)
class OwnMessagesTest extends TwoServers {
  private static final int AGENCIES = 2;
  private static final String UNAVAILABLE = ErrorCode.UNAVAILABLE.name();

  /** A server whose feed reads nothing behind its own messages before it must. */
  private final MemoryServer alone = new MemoryServer(log, 1, AGENCIES, MemoryServer.LEAVES_OWN);

  private MemoryReplicatedLog.Client client = log.connect();
  private long epoch;

  OwnMessagesTest() {
    super(1, AGENCIES);
  }

  /** Its first message is read. */
  @BeforeEach
  void begin() throws IOException {
    alone.beginRun();
    epoch = alone.newEpoch();
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 1)));
    client = alone.process(0).client();
  }

  /** The annotation of the method that it overrides does not count. */
  @Override
  @AfterEach
  void end() {
    alone.kill();
    super.end();
  }

  /** From here on it is not shown what it or another appends. */
  private void hide() {
    client.settle();
    client.sees(log.end(), Integer.MAX_VALUE);
    client.timeout(Duration.ofMillis(20));
  }

  private void show() {
    client.sees(Long.MAX_VALUE, Integer.MAX_VALUE);
    client.timeout(Duration.ofSeconds(20));
  }

  private void assertAllHaveTheSame() throws IOException {
    assertEquals(ask(two, MadeUpBatches.look(1)), ask(alone, MadeUpBatches.look(1)));
    ReplicatedCommit other = two.process(0).commit();
    ask(two, MadeUpBatches.look(1));
    assertEquals(
        ReferenceFold.summary(other.state()),
        ReferenceFold.summary(alone.process(0).commit().state()));
    assertEquals(List.of(), alone.disk().verifyCopy().problems());
  }

  @Test
  void whatComesBehindAnOwnMessageIsDecidedBeforeItIsRead() throws IOException {
    hide();
    for (int id = 2; id < 100; id++) {
      assertEquals(AnswerWords.ACK, ask(alone, append(epoch, id)));
    }
    assertEquals(log.end(), alone.process(0).commit().copy().decidedTo().offset());
    show();
    assertAllHaveTheSame();
  }

  @Test
  void whatComesBehindAnothersMessageIsRead() throws IOException {
    ask(two, MadeUpBatches.look(1));
    hide();
    assertEquals(UNAVAILABLE, ask(alone, append(epoch, 2)));
    show();
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 2)));
    assertAllHaveTheSame();
  }

  /** And is not seen yet: what the own message says does not count behind it. */
  @Test
  void whatAnotherAppendsJustBeforeIsDecidedFirst() throws IOException {
    client.fates(
        () -> {
          askUnchecked(two, append(two.newEpoch(), 2));
          return Fate.TAKEN;
        });
    assertEquals(
        ErrorCode.SUPERSEDED.name(),
        ask(
            alone,
            MadeUpBatches.append(new AgencySession(epoch), 1, MadeUpBatches.batch(1, 2, 7, 7))));
    client.fates(() -> Fate.TAKEN);
    assertAllHaveTheSame();
  }

  private static void askUnchecked(MemoryServer server, Order order) {
    try {
      ask(server, order);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether that is in the log, and whether the log is the same since, is not known. */
  @Test
  void whatComesBehindAnUnconfirmedMessageIsRead() throws IOException {
    hide();
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 2)));
    for (Fate fate : List.of(Fate.LOST, Fate.TAKEN_UNKNOWN)) {
      client.fates(() -> fate);
      assertEquals(UNAVAILABLE, ask(alone, append(epoch, 3)));
      client.fates(() -> Fate.TAKEN);
      assertEquals(UNAVAILABLE, ask(alone, append(epoch, 3)));
    }
    show();
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 3)));
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 4)));
    assertAllHaveTheSame();
  }

  @Test
  void whatTheLogHasInsteadOfAnOwnMessageIsMissed() throws IOException {
    hide();
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 2)));
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 3)));
    log.replace(log.end() - 2, OrderMessage.encode(MemoryServer.LEDGER, List.of(append(epoch, 2))));
    show();
    ask(two, MadeUpBatches.look(1));
    Order.Look look = MadeUpBatches.look(1);
    assertThrows(DamagedLogException.class, () -> ask(alone, look));
    assertFalse(look.answer().isDone());
  }

  /** It does not read, so it cannot have noticed. */
  @Test
  void anAppendWhereOwnMessagesWereIsNotAnswered() throws IOException {
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 2)));
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 3)));
    client.settle();
    client.concurrent();
    client.fates(
        () -> {
          log.loseFrom(log.end() - 1);
          return Fate.TAKEN;
        });
    Order.Append next = append(epoch, 4);
    assertThrows(DamagedLogException.class, () -> ask(alone, next));
    assertFalse(next.answer().isDone());
  }

  /** What it cannot take in it would append for nothing, time after time. */
  @Test
  void anOwnMessageThatFindsNoRoomIsReadAndNoMoreIsAppended() throws IOException {
    hide();
    show();
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 2)));
    alone
        .disk()
        .before(
            event -> {
              if (event instanceof DiskEvent.Write) {
                throw new IOException("No space left on device");
              }
            });
    String full = ErrorCode.DISK_FULL.name();
    assertEquals(full, ask(alone, append(epoch, 3)));
    long end = log.end();
    assertEquals(full, ask(alone, append(epoch, 4)));
    assertEquals(end, log.end());
    alone.disk().before(_ -> {});
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 3)));
    assertEquals(AnswerWords.ACK, ask(alone, append(epoch, 4)));
    assertAllHaveTheSame();
  }

  /** What is noted of the copy does not wait for anything to be read. */
  @Test
  void whatIsNotedInTheCopyComesWithAnOwnMessage() throws IOException {
    hide();
    ReplicatedCommit commit = alone.process(0).commit();
    long position = commit.state().end();
    long bytes = commit.state().betsBytes();
    commit.forceView();
    commit.carryOut(List.of(new Order.NoteView(position, bytes, 0), append(epoch, 2))).answer();
    assertEquals(bytes, commit.state().notes().view().bytes());
    assertEquals(2, commit.state().of(1).batches());
  }

  /** It may wait for more orders for a part of what an append takes. */
  @Test
  void moreOrdersAreWaitedForNoLongerThanAnAppendTakes() throws IOException {
    long nanos = alone.process(0).commit().gatherNanos();
    assertTrue(nanos >= 0 && nanos <= 20_000_000, nanos + " ns");
  }
}
