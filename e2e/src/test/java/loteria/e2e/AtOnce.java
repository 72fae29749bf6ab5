package loteria.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Cases that know nothing of one another, carried out at once: most wait for programs to start. */
final class AtOnce {
  private AtOnce() {}

  /** What is done and asserted for one case. */
  interface Check<T> {
    void of(T value) throws Exception;
  }

  /** Fails if it fails for one of them, which it names. */
  static <T> void forEach(List<T> cases, Check<T> check) {
    Map<T, Future<?>> begun = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (T each : cases) {
        begun.put(
            each,
            threads.submit(
                () -> {
                  check.of(each);
                  return each;
                }));
      }
      begun.forEach(AtOnce::await);
    }
  }

  private static void await(Object of, Future<?> done) {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new AssertionError("case " + of + ": " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
