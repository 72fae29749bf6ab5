package loteria.worker.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import loteria.ipc.channel.UnixSocket;
import loteria.ipc.wire.ErrorCode;
import loteria.ipc.wire.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AnswersTest {
  @TempDir private Path folder;
  private UnixSocket socket;
  private Peer peer;
  private Answers answers;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("s");
    socket = UnixSocket.listen(path);
    peer = Peer.connect(path);
    SocketChannel channel = socket.accept();
    answers = Answers.to(channel, new NativeSession.Form(), new BatchLog());
  }

  @AfterEach
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

  /** A drain lets go who waits for the draw; what is stored is acknowledged all the same. */
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

  @Test
  void nothingFollowsAnError() throws IOException {
    var first = add();
    add().complete(new Reply.Finished(0));
    var failure = new Reply.Failure(ErrorCode.OUT_OF_ORDER, 250, "why");
    first.complete(failure);
    assertEquals(failure, peer.reply());
    assertNull(peer.reply());
  }

  /** More than fit in the queue: the reader is let go too, and told. */
  @Test
  void whoAddsIsToldWhenThePeerIsGone() throws IOException {
    peer.close();
    assertThrows(
        IOException.class,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            add().complete(new Reply.Finished(i));
          }
        });
  }

  private CompletableFuture<Reply> add() throws IOException {
    var reply = new CompletableFuture<Reply>();
    answers.add(1, reply);
    return reply;
  }
}
