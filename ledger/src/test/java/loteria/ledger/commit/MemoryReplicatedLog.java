package loteria.ledger.commit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import loteria.ipc.message.Bytes;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A replicated log in memory that several clients share, one for each process. A test says what
 * happens to each append, how far a client sees, and whether it reaches the log at all.
 *
 * <p>Safe for use by several threads. A test that carries out turns on its own thread lets the
 * feed's thread come to rest before each ({@link Client#settle}), so that what the turn reads does
 * not depend on time.
 */
final class MemoryReplicatedLog {
  /** A read returns after that, so that the feed notices soon that it is to read elsewhere. */
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Guarded by this, as is all below. */
  private final List<Bytes> messages = new ArrayList<>();

  /** Appended, and not in the log yet. */
  private final List<Bytes> delayed = new ArrayList<>();

  /** What the broker knows of that is asked. */
  private long deposedEnd = Long.MAX_VALUE;

  private boolean isAppendable = true;

  /** What happens to an append. */
  enum Fate {
    /** It is in the log. */
    TAKEN,
    /** It is in the log, but that is not confirmed. */
    TAKEN_UNKNOWN,
    /** It is not in the log yet. */
    DELAYED,
    /** It never gets there. */
    LOST;

    /** One in so many is not the first. */
    static Supplier<Fate> oneIn(int count, Random random) {
      return () -> random.nextInt(count) == 0 ? values()[1 + random.nextInt(3)] : TAKEN;
    }
  }

  /** A process connects. */
  Client connect() {
    return new Client();
  }

  /** Appends, and nothing can go wrong. */
  synchronized long add(byte[] content) {
    messages.add(Bytes.of(content));
    notifyAll();
    return messages.size() - 1L;
  }

  /** The offset behind the last message. */
  synchronized long end() {
    return messages.size();
  }

  synchronized ReplicatedLog.Message at(long offset) {
    return new ReplicatedLog.Message(offset, messages.get((int) offset));
  }

  /** One of the messages that were delayed gets into the log; false where there is none. */
  synchronized boolean deliver(Random random) {
    if (delayed.isEmpty()) {
      return false;
    }
    messages.add(delayed.remove(random.nextInt(delayed.size())));
    notifyAll();
    return true;
  }

  /** The log has lost all from an offset on. */
  synchronized void loseFrom(long offset) {
    messages.subList((int) offset, messages.size()).clear();
    notifyAll();
  }

  /** The log has another message at an offset than it had. */
  synchronized void replace(long offset, byte[] content) {
    messages.set((int) offset, Bytes.of(content));
  }

  /**
   * The broker that is asked leads no longer: it knows of nothing from an offset on.
   *
   * @param takesAppends whether those get to the one that does
   */
  synchronized void asksDeposed(long end, boolean takesAppends) {
    deposedEnd = end;
    isAppendable = takesAppends;
  }

  /** The broker that is asked leads. */
  synchronized void asksLeader() {
    asksDeposed(Long.MAX_VALUE, true);
    notifyAll();
  }

  private long knownEnd() {
    return Math.min(deposedEnd, messages.size());
  }

  /** What one process has of the log. */
  final class Client implements ReplicatedLog {
    private Supplier<Fate> fates = () -> Fate.TAKEN;
    private Runnable appended = () -> {};
    private boolean isConcurrent;
    private UnaryOperator<Boolean> rests = hasReadAll -> hasReadAll;

    /** The offset of its first append; -1 where that is not known. Of the appending thread. */
    private long own = -1;

    private boolean hasAppended;
    private boolean spoils;

    /** A message that it is never shown. */
    private long hidden = -1;

    /** Guarded by the log, as is all below. */
    private Duration timeout = Duration.ofSeconds(20);

    private long visible = Long.MAX_VALUE;
    private int atOnce = Integer.MAX_VALUE;
    private boolean isReachable = true;
    private boolean isWoken;
    private boolean isClosed;
    private int reads;
    private int ends;
    private int reconnects;
    private @Nullable Thread reader;
    private @Nullable RuntimeException defect;

    /** The offset where nothing could be read; -1 where something could. */
    private long readsAt = -1;

    /** Says what happens to each append; may do something before it, and throw. */
    void fates(Supplier<Fate> newFates) {
      fates = newFates;
    }

    /** What happens between an append and the moment when that is known; may throw. */
    void onAppended(Runnable action) {
      appended = action;
    }

    /** Whether a byte of the rows that it appends is another one than was sent. */
    void spoils(boolean newSpoils) {
      spoils = newSpoils;
    }

    /** It is never shown the message of an offset. */
    void hide(long offset) {
      hidden = offset;
    }

    /** Its feed may have nothing to read though it has not read all. */
    void rests(MessageFeed feed) {
      rests = feed::isAtRest;
    }

    /** An append does not wait for the feed. */
    void concurrent() {
      isConcurrent = true;
    }

    /** It is shown no message from an offset on, and no more than so many at once. */
    void sees(long before, int messagesAtOnce) {
      synchronized (MemoryReplicatedLog.this) {
        visible = before;
        atOnce = messagesAtOnce;
        MemoryReplicatedLog.this.notifyAll();
      }
    }

    void reachable(boolean is) {
      synchronized (MemoryReplicatedLog.this) {
        isReachable = is;
        readsAt = -1;
        MemoryReplicatedLog.this.notifyAll();
      }
    }

    void timeout(Duration newTimeout) {
      synchronized (MemoryReplicatedLog.this) {
        timeout = newTimeout;
      }
    }

    /** Reading has a defect. */
    void failsWith(RuntimeException newDefect) {
      synchronized (MemoryReplicatedLog.this) {
        defect = newDefect;
      }
    }

    /** The offset of the first append since it was forgotten; -1 where it is not known. */
    long own() {
      return own;
    }

    /** Nothing has been appended since. */
    void forgetOwn() {
      own = -1;
      hasAppended = false;
    }

    /** How often it was asked where the log ends. */
    int ends() {
      synchronized (MemoryReplicatedLog.this) {
        return ends;
      }
    }

    int reconnects() {
      synchronized (MemoryReplicatedLog.this) {
        return reconnects;
      }
    }

    int reads() {
      synchronized (MemoryReplicatedLog.this) {
        return reads;
      }
    }

    boolean isClosed() {
      synchronized (MemoryReplicatedLog.this) {
        return isClosed;
      }
    }

    @Override
    public long append(byte[] content) throws IOException {
      boolean isFirst = !hasAppended;
      hasAppended = true;
      Fate fate = fates.get();
      if (spoils) {
        spoil(content);
      }
      long offset = put(content, fate);
      appended.run();
      if (fate != Fate.TAKEN) {
        throw new UnavailableException("not confirmed: " + fate);
      }
      own = isFirst ? offset : own;
      if (!isConcurrent) {
        settle();
      }
      return offset;
    }

    /** As if the rows had changed in the memory of the process before they became a message. */
    private static void spoil(byte[] content) {
      int orders = ByteBuffer.wrap(content).getInt(2 * Integer.BYTES);
      if (content.length > OrderMessage.bytesMax(orders)) {
        content[content.length - 1] ^= 1;
        OrderMessage.seal(content);
      }
    }

    private long put(byte[] content, Fate fate) throws UnavailableException {
      synchronized (MemoryReplicatedLog.this) {
        checkReachable();
        if (!isAppendable) {
          throw new UnavailableException("the broker leads no longer");
        }
        if (fate == Fate.DELAYED) {
          delayed.add(Bytes.of(content));
        }
        return fate == Fate.TAKEN || fate == Fate.TAKEN_UNKNOWN ? add(content) : -1;
      }
    }

    /** Returns once the feed has read all that is visible, and has it; or has failed. */
    void settle() {
      synchronized (MemoryReplicatedLog.this) {
        long deadline = System.nanoTime() + SETTLE_NANOS;
        while (mayRead() && !rests.apply(readsAt >= Math.min(visible, knownEnd()))) {
          if (System.nanoTime() - deadline > 0) {
            throw new AssertionError("the feed reads nothing more");
          }
          await(POLL_NANOS);
        }
      }
    }

    private boolean mayRead() {
      return isReachable && !isClosed && (reader == null || reader.isAlive());
    }

    @Override
    public List<Message> read(long offset, Duration patience) throws IOException {
      synchronized (MemoryReplicatedLog.this) {
        reads++;
        reader = Thread.currentThread();
        if (defect != null) {
          throw defect;
        }
        long deadline = System.nanoTime() + Math.min(POLL_NANOS, patience.toNanos());
        while (!isWoken) {
          checkReachable();
          List<Message> found = from(offset);
          long left = deadline - System.nanoTime();
          if (!found.isEmpty() || left <= 0) {
            return found;
          }
          await(left);
        }
        return List.of();
      }
    }

    private List<Message> from(long offset) throws UnavailableException {
      if (offset > knownEnd()) {
        throw new UnavailableException(
            "the log ends at offset " + knownEnd() + ", before " + offset);
      }
      List<Message> found = new ArrayList<>();
      long end = Math.min(visible, knownEnd());
      for (long at = offset; at < end && found.size() < atOnce; at++) {
        if (at != hidden) {
          found.add(at(at));
        }
      }
      readsAt = found.isEmpty() ? offset : -1;
      MemoryReplicatedLog.this.notifyAll();
      return found;
    }

    private void await(long nanos) {
      try {
        TimeUnit.NANOSECONDS.timedWait(MemoryReplicatedLog.this, Math.max(1, nanos));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private void checkReachable() throws UnavailableException {
      if (!isReachable) {
        throw new UnavailableException("the log is not reachable");
      }
    }

    @Override
    public long end() throws IOException {
      synchronized (MemoryReplicatedLog.this) {
        reader = Thread.currentThread();
        ends++;
        checkReachable();
        return knownEnd();
      }
    }

    @Override
    public void reconnect() {
      synchronized (MemoryReplicatedLog.this) {
        reconnects++;
      }
    }

    @Override
    public @Nullable Long takeClockAheadMs() {
      return null;
    }

    @Override
    public Duration timeout() {
      synchronized (MemoryReplicatedLog.this) {
        return timeout;
      }
    }

    @Override
    public void wake() {
      synchronized (MemoryReplicatedLog.this) {
        isWoken = true;
        MemoryReplicatedLog.this.notifyAll();
      }
    }

    @Override
    public void close() {
      synchronized (MemoryReplicatedLog.this) {
        isClosed = true;
        MemoryReplicatedLog.this.notifyAll();
      }
    }
  }
}
