package loteria.worker.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import loteria.ipc.message.Reply;
import loteria.ipc.runtime.SessionThreads;
import loteria.testkit.SocketlessChannel;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session's answers between its reader, the ledger's thread and the one that writes them. */
@Timeout(120)
class AnswersScheduleTest {
  private static final int SCHEDULES = 100;

  @Test
  void answersAreWrittenOnceAndInOrder() {
    Lincheck.runConcurrentTest(SCHEDULES, AnswersScheduleTest::handOver);
  }

  /** An answer is one byte: its number. */
  private static final class Numbers implements ReplyWriter.Form {
    final Semaphore encoded = new Semaphore(0);

    @Override
    public ByteBuffer encode(int agency, Reply reply) {
      encoded.release();
      return ByteBuffer.wrap(new byte[] {(byte) agency});
    }

    @Override
    public Iterator<ByteBuffer> winners(Collection<String> documents) {
      throw new AssertionError("nobody asked for winners");
    }

    @Override
    public boolean closes(Reply reply) {
      return false;
    }
  }

  private static void handOver() {
    var channel = new SocketlessChannel();
    var form = new Numbers();
    var answers =
        new ReplyWriter(channel, () -> false, form, new BatchLines(), AnswersScheduleTest::start);
    var first = new CompletableFuture<Reply>();
    var second = new CompletableFuture<Reply>();
    var ledger =
        new Thread(
            () -> {
              second.complete(new Reply.Finished(0));
              first.complete(new Reply.Finished(0));
            });
    ledger.start();
    try {
      answers.writeBeside();
      answers.add(1, first);
      answers.add(2, second);
      // The end wakes the writer, too: what it has slept through would be written then.
      form.encoded.acquire(2);
      answers.close();
      ledger.join();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("nobody ended the session", e);
    }
    if (!channel.written().equals(List.of((byte) 1, (byte) 2))) {
      throw new AssertionError("written: " + channel.written());
    }
  }

  private static SessionThreads.Running start(Runnable task) {
    var thread = new Thread(task);
    thread.start();
    // Not a reference to the method: only a call is followed.
    return () -> thread.join();
  }
}
