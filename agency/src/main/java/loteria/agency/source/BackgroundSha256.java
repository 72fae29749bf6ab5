package loteria.agency.source;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * SHA-256 of bytes, computed by a thread of its own. The launcher's JVM has only the first
 * compiler, with which a row takes some 250 ns, a fifth of the time in which it is sent: here it
 * delays no row. Memory is bounded: a caller that adds bytes waits for a free chunk.
 *
 * <p>Its methods are for one thread. Its own thread begins once all chunks are in use, or when the
 * sum is asked for, and ends with the process: of a small file it computes nothing that is not
 * asked for.
 */
final class BackgroundSha256 {
  static final int CHUNK_BYTES = 64 << 10;
  static final int CHUNKS = 64;

  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private byte[] chunk = new byte[CHUNK_BYTES];
  private int filled;
  private int chunks = 1;
  private boolean isRunning;

  /** What the thread does next. */
  private interface Step {
    void take(MessageDigest sha256) throws CloneNotSupportedException;
  }

  /** Adds the bytes between two places of an array, which may change afterwards. */
  void add(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = Math.min(to - at, CHUNK_BYTES - filled);
      System.arraycopy(bytes, at, chunk, filled, length);
      at += length;
      filled += length;
      if (filled == CHUNK_BYTES) {
        handOver();
        chunk = nextChunk();
      }
    }
  }

  /** SHA-256 of all bytes so far, in lower-case hexadecimal digits; waits for the thread. */
  String soFar() {
    byte[] rest = chunk.clone();
    int length = filled;
    var sum = new CompletableFuture<String>();
    begin();
    steps.add(
        sha256 -> {
          var all = (MessageDigest) sha256.clone();
          all.update(rest, 0, length);
          sum.complete(HexFormat.of().formatHex(all.digest()));
        });
    return String.valueOf(CompletableFuture.anyOf(sum, failure).join());
  }

  private void handOver() {
    byte[] full = chunk;
    filled = 0;
    steps.add(
        sha256 -> {
          sha256.update(full);
          free.add(full);
        });
  }

  private byte[] nextChunk() {
    if (chunks < CHUNKS) {
      chunks++;
      return new byte[CHUNK_BYTES];
    }
    begin();
    try {
      byte[] next = free.poll();
      while (next == null) {
        // If the thread has failed, no chunk becomes free.
        failure.getNow("");
        next = free.poll(1, TimeUnit.SECONDS);
      }
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other thread interrupts this one", e);
    }
  }

  private void begin() {
    if (!isRunning) {
      isRunning = true;
      Thread.ofPlatform().name("sha256").daemon().start(this::run);
    }
  }

  private void run() {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      while (true) {
        steps.take().take(sha256);
      }
    } catch (Throwable e) {
      // An Error too: the other thread must not wait for ever.
      failure.completeExceptionally(e);
    }
  }
}
