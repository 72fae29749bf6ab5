package loteria.supervisor.relay;

import static loteria.supervisor.relay.RelayBench.HELLO;
import static loteria.supervisor.relay.RelayBench.WELCOME;
import static loteria.supervisor.relay.RelayBench.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long sessions whose workers die at any moment: every answer comes once, in order. */
@Timeout(60)
class RelayRandomTest {
  private static final int BATCHES = 1500;
  private static final int WINDOW = 40;

  @TempDir private Path folder;

  @Test
  void whateverIsCutEveryAnswerComesOnceAndInOrder() throws Exception {
    int cuts = 0;
    for (long seed = 1; seed <= 6; seed++) {
      var model = new ModelWorker(seed);
      try (var bench = new RelayBench(folder);
          FakeWorker _ = bench.worker(model::serve);
          FakeWorker _ = bench.worker(model::serve);
          TestAgency agency = bench.agency()) {
        agency.send(HELLO);
        assertEquals(WELCOME, agency.reply(), "seed " + seed);
        new Sending(agency, seed).sendAll();
        agency.end();
        assertNull(agency.reply(), "seed " + seed);
      }
      assertEquals(BATCHES, model.lastStored(), "seed " + seed);
      cuts += model.cuts();
    }
    assertTrue(cuts > 50, "only " + cuts + " cuts");
  }

  @Test
  void agencyAndWorkerThatDieTogetherLeaveNothing() throws Exception {
    var random = new Random(11);
    try (var bench = new RelayBench(folder);
        FakeWorker _ = bench.worker(session -> session.skip(below(random, 3)))) {
      for (int i = 0; i < 300; i++) {
        TestAgency agency = bench.agency();
        agency.send(HELLO, batch(1, 10));
        agency.reset();
      }
      bench.awaitSessionsEnded();
    }
  }

  private static int below(Random random, int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  /** An agency that has many requests on the way, and mends and repeats what is refused. */
  private static final class Sending {
    private final TestAgency agency;
    private final Random random;
    private final String seed;
    private final Deque<Request> unanswered = new ArrayDeque<>();
    private final Set<Long> corrected = new HashSet<>();
    private long next = 1;
    private long heldBack;
    private int answers;

    Sending(TestAgency agency, long seed) {
      this.agency = agency;
      this.random = new Random(seed);
      this.seed = "seed " + seed;
    }

    void sendAll() throws IOException {
      while (next <= BATCHES || !unanswered.isEmpty()) {
        boolean room = next <= BATCHES && unanswered.size() < WINDOW;
        if (room && (unanswered.isEmpty() || random.nextInt(3) > 0)) {
          send();
        } else {
          receive();
        }
      }
    }

    private void send() throws IOException {
      Request request = random.nextInt(4) == 0 ? ping() : nextBatch();
      unanswered.addLast(request);
      agency.send(request);
    }

    private Request ping() {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      return new Request.Ping(Bytes.of(body));
    }

    private Request nextBatch() {
      int size = random.nextInt(30) == 0 ? random.nextInt(60_000) : random.nextInt(300);
      byte[] content = new byte[1 + size];
      Arrays.fill(content, (byte) 'a');
      if (next % 29 == 0 && !corrected.contains(next)) {
        content[0] = ModelWorker.BAD;
      }
      return new Request.Batch(next++, 1, Bytes.of(content));
    }

    private void receive() throws IOException {
      Request asked = unanswered.removeFirst();
      assertEquals(expected(asked), agency.reply(), "answer " + ++answers + ", " + seed);
    }

    private Reply expected(Request asked) {
      if (asked instanceof Request.Batch(long id, int _, Bytes content)) {
        if (heldBack > 0 && id > heldBack) {
          return new Reply.Refused(id, List.of());
        }
        if (content.array()[0] == ModelWorker.BAD) {
          heldBack = id;
          next = id;
          corrected.add(id);
          return new Reply.Refused(id, List.of(new BadRow(0, "bad")));
        }
        heldBack = 0;
        return new Reply.Ack(id, 1);
      }
      return new Reply.Pong(((Request.Ping) asked).body());
    }
  }
}
