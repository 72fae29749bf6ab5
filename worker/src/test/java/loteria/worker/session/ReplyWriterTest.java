package loteria.worker.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ReplyWriterTest {
  private static final long SEED = 7574;
  private static final int ANSWERS = 50_000;

  @TempDir private Path folder;
  private UnixSocket socket;
  private Peer peer;
  private ReplyWriter answers;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("s");
    socket = UnixSocket.listen(path);
    peer = Peer.connect(path, new SessionStart(Dialect.NATIVE, 1, 0, 0, LocalDate.EPOCH, 0));
    SocketChannel channel = socket.accept();
    answers = ReplyWriter.to(channel, new NativeSession.Form(), new BatchLines());
    answers.writeBeside();
  }

  @AfterEach
  @Timeout(10)
  void close() throws IOException {
    peer.close();
    answers.close();
    socket.close();
  }

  @Test
  void anAnswerWaitsForThoseBeforeIt() throws IOException {
    var first = add();
    var second = add();
    second.complete(new Reply.Finished(2));
    first.complete(new Reply.Finished(1));
    assertEquals(new Reply.Finished(1), peer.reply());
    assertEquals(new Reply.Finished(2), peer.reply());
  }

  /**
   * A drain ends a session that waits for the draw; what is stored is acknowledged all the same.
   */
  @Test
  void answersBeforeOneThatWillNotComeAreWritten() throws IOException {
    var first = add();
    var second = add();
    var third = add();
    third.completeExceptionally(new SessionMovedException());
    second.complete(new Reply.Ack(2, 1));
    first.complete(new Reply.Ack(1, 1));
    assertEquals(new Reply.Ack(1, 1), peer.reply());
    assertEquals(new Reply.Ack(2, 1), peer.reply());
    assertNull(peer.reply());
  }

  /** An agency may ask for its winners as often as it likes, in one session or in many. */
  @Test
  void eachWrittenReplyGivesItsRequestsMemoryBackOnce() throws IOException {
    var released = new AtomicInteger();
    for (Reply known : List.of(new Reply.Winners(List.of("30904465")), new Reply.Pending(1, 5))) {
      answers.holding(released::incrementAndGet);
      answers.add(1, CompletableFuture.completedFuture(known));
    }
    await().until(() -> released.get() == 2);
    answers.holding(released::incrementAndGet);
    answers.add(1, CompletableFuture.failedFuture(new SessionMovedException()));
    answers.close();
    assertEquals(3, released.get());
  }

  @Test
  void nothingFollowsAnError() throws IOException {
    var first = add();
    add().complete(new Reply.Finished(0));
    var failure = new Reply.Failure(ErrorCode.OUT_OF_ORDER, 250, "why");
    first.complete(failure);
    assertEquals(failure, peer.reply());
    assertNull(peer.reply());
  }

  /** More than fit in the queue: the reader stops waiting, and fails. */
  @Test
  void addingFailsWhenThePeerIsGone() throws IOException {
    peer.close();
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            add().complete(new Reply.Finished(i));
          }
        });
  }

  /** No thread is left asleep, in whatever order replies are added, completed and written. */
  @Test
  void allAreWrittenInOrderWhenAnyThreadCompletesThem() throws Exception {
    var random = new Random(SEED);
    ExecutorService completing = Executors.newFixedThreadPool(3);
    try {
      Future<?> adding =
          completing.submit(
              () -> {
                for (int i = 0; i < ANSWERS; i++) {
                  CompletableFuture<Reply> reply = add();
                  var answer = new Reply.Finished(i);
                  switch (random.nextInt(3)) {
                    case 0 -> reply.complete(answer);
                    case 1 -> completing.execute(() -> reply.complete(answer));
                    default -> {
                      completing.execute(Thread::yield);
                      completing.execute(() -> reply.complete(answer));
                    }
                  }
                }
                return null;
              });
      for (int i = 0; i < ANSWERS; i++) {
        assertEquals(new Reply.Finished(i), peer.reply(), "seed " + SEED);
      }
      adding.get();
    } finally {
      // Not close, which would wait for ever for the thread that waits here.
      completing.shutdownNow();
    }
  }

  private CompletableFuture<Reply> add() throws IOException {
    var reply = new CompletableFuture<Reply>();
    answers.add(1, reply);
    return reply;
  }
}
