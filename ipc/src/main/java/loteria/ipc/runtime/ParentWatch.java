package loteria.ipc.runtime;

import java.io.IOException;

/**
 * A watch for the death of the parent: standard input ends when the parent dies, in whatever way.
 *
 * <p>It runs on a platform thread, so that its blocking read occupies no carrier of virtual
 * threads.
 */
public final class ParentWatch {
  private ParentWatch() {}

  /**
   * Starts watching.
   *
   * @param orphaned called on the watching thread once the parent is gone
   */
  public static void start(Runnable orphaned) {
    Thread.ofPlatform()
        .name("parent-watch")
        .daemon()
        .start(
            () -> {
              readToEnd();
              orphaned.run();
            });
  }

  private static void readToEnd() {
    try {
      while (System.in.read() >= 0) {
        // What a parent writes is ignored; that it can write shows that it lives.
      }
    } catch (IOException _) {
      // A broken pipe means the same as its end.
    }
  }
}
