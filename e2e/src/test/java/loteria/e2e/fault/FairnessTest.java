package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import loteria.e2e.RunningServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One agency that sends as much as it can does not slow others down. */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(120)
class FairnessTest {
  private static final int SMALL = 4;
  private static final int SMALL_BATCHES = 2_000;
  private static final int HUGE_WINDOW = 32;
  private static final int HUGE_BATCH = 4_000;
  private static final double INDEX_MIN = 0.9;

  @TempDir Path folder;
  private final Transport transport;

  FairnessTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void equalAgenciesProgressEquallyBesideAHugeOne()
      throws IOException, InterruptedException, ExecutionException {
    Access access = transport.access(folder);
    try (RunningServer server = access.start(folder, 4, SMALL + 1);
        ExecutorService threads = Executors.newFixedThreadPool(SMALL + 1)) {
      PacedSender huge =
          PacedSender.connect(access.dialer(server), SMALL + 1, HUGE_WINDOW, HUGE_BATCH);
      List<PacedSender> senders = new ArrayList<>();
      for (int id = 1; id <= SMALL; id++) {
        senders.add(PacedSender.connect(access.dialer(server), id, 4, 10));
      }
      List<PacedSender> small = List.copyOf(senders);
      senders.add(huge);
      List<Future<?>> sending = new ArrayList<>();
      senders.forEach(sender -> sending.add(threads.submit(sender)));
      // What is compared begins once all are at work: they do not start at the same moment.
      await("all are at work", () -> senders.stream().allMatch(one -> one.acknowledged() > 0));
      long[] before = progress(small);
      await(
          "a small agency is through", () -> most(since(before, progress(small))) >= SMALL_BATCHES);
      long[] progress = since(before, progress(small));
      long hugeBatches = huge.acknowledged();
      senders.forEach(PacedSender::end);
      for (Future<?> sender : sending) {
        sender.get();
      }
      System.out.printf(
          "batches of the small: %s, of the huge: %d of %d bets; Jain's index %.3f%n",
          LongStream.of(progress).boxed().toList(), hugeBatches, HUGE_BATCH, jain(progress));
      assertTrue(hugeBatches > 0, "the huge agency was not at work");
      assertTrue(jain(progress) >= INDEX_MIN, () -> "Jain's index " + jain(progress));
    }
  }

  private static void await(String what, Callable<Boolean> until) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(until);
  }

  private static long[] progress(List<PacedSender> senders) {
    return senders.stream().mapToLong(PacedSender::acknowledged).toArray();
  }

  private static long[] since(long[] before, long[] now) {
    return IntStream.range(0, now.length).mapToLong(i -> now[i] - before[i]).toArray();
  }

  private static long most(long[] progress) {
    return LongStream.of(progress).max().orElse(0);
  }

  /** 1 if all are equal, down to one divided by their number if one has everything. */
  private static double jain(long[] progress) {
    double sum = LongStream.of(progress).sum();
    double squares = LongStream.of(progress).mapToDouble(one -> (double) one * one).sum();
    return sum * sum / (progress.length * squares);
  }
}
