package loteria.agency.submit;

import java.util.concurrent.CompletableFuture;

/** An action of a test on another thread, or where no checked exception may pass. */
interface Doing<T> {
  T did() throws Exception;

  static <T> CompletableFuture<T> begun(Doing<T> doing) {
    return CompletableFuture.supplyAsync(() -> unchecked(doing), Thread.ofVirtual()::start);
  }

  static <T> T unchecked(Doing<T> doing) {
    try {
      return doing.did();
    } catch (Exception e) {
      throw new IllegalStateException(e.toString(), e);
    }
  }
}
