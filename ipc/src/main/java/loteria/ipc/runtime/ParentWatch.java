package loteria.ipc.runtime;

import java.io.IOException;

/**
 * Notices that the parent is gone: its end of our standard input closes, however it died.
 *
 * <p>On a platform thread, so that a read that never returns takes no carrier from virtual ones.
 */
public final class ParentWatch {
  private ParentWatch() {}

  /**
   * Watches from now on.
   *
   * @param orphaned called once the parent is gone, on the watching thread
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
        // What a parent says here means nothing; that it can still say it does.
      }
    } catch (IOException _) {
      // A broken pipe says the same as its end.
    }
  }
}
