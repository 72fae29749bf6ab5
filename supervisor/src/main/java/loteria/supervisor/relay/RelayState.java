package loteria.supervisor.relay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What a session is at, in one place and behind one lock: the requests that are unanswered, what
 * another worker must know to continue with them, and whether more comes. A place in the agency's
 * stream is its distance from the beginning of the session.
 *
 * <pre>
 *   held.begin ≤ answeredUpTo ≤ passable ≤ held.end
 *   │            │              │          └ what has been read
 *   │            │              └ the last whole request ends: up to here a worker is sent the stream
 *   │            └ the first unanswered request begins
 *   └ the first chunk that is kept begins
 * </pre>
 *
 * <p>The thread that reads the agency appends and waits; the one that reads the worker answers;
 * both send. All methods but {@link #space} and {@link #appended} are for any thread. No method
 * calls out of the package or blocks while it has the lock, but to wait for it to change.
 */
final class RelayState {
  private final RelayLimits limits;
  private final ChunkPool pool;
  private final ChunkPool.Permit permit;

  /** Guarded by this, as is all below. */
  private final ResumeState resume;

  private final HeldBytes held;
  private final Deque<Long> unansweredEnds = new ArrayDeque<>();
  private long lastRequestEnd;
  private long passable;
  private long answeredUpTo;

  private boolean agencyEnded;
  private Reply.@Nullable Failure lastWord;

  /** Written under the lock; once true, it stays so. */
  private volatile boolean over;

  RelayState(ResumeState resume, RelayLimits limits, ChunkPool pool) {
    this.resume = resume;
    this.limits = limits;
    this.pool = pool;
    this.permit = pool.permit();
    this.held = new HeldBytes(pool);
  }

  Dialect dialect() {
    return resume.dialect();
  }

  synchronized long epoch() {
    return resume.epoch();
  }

  /** The session is for another draw, and so another session of its agency's. */
  synchronized void epoch(long other) {
    resume.epoch(other);
  }

  /** The draw that the HELLO names; empty where it names none. */
  synchronized String drawName() {
    return resume.drawName();
  }

  /** Free space to read into; tell {@link #appended} what was read. */
  synchronized ByteBuffer space() {
    return held.space(answeredUpTo);
  }

  /** Counts bytes that have been put into {@link #space}. */
  synchronized void appended(int bytes) {
    held.appended(bytes);
  }

  /** Notes that a request ends at this place. */
  synchronized void requestEnds(long place) {
    unansweredEnds.addLast(place);
    lastRequestEnd = place;
  }

  /**
   * Every request that has been noted can be passed on. Not sooner, or its answer could come before
   * it is known what it answers; and whole, for a worker must not have to wait for an agency.
   */
  synchronized void framed() {
    passable = lastRequestEnd;
  }

  /** The bytes from a place on that can be passed on, or none where there are none. */
  synchronized ByteBuffer[] from(long place) {
    return held.between(place, passable);
  }

  /** A copy of the bytes between two places. */
  synchronized Bytes copy(long from, long to) {
    return held.copy(from, to);
  }

  /** A copy of the first unanswered request; null where there is none or it has other bytes. */
  synchronized @Nullable Bytes firstUnanswered(int bytes) {
    Long ends = unansweredEnds.peekFirst();
    return ends != null && ends - answeredUpTo == bytes ? copy(answeredUpTo, ends) : null;
  }

  /** The place up to which requests have been answered. */
  synchronized long answeredUpTo() {
    return answeredUpTo;
  }

  /** How many requests are unanswered. */
  synchronized int unanswered() {
    return unansweredEnds.size();
  }

  /** How many bytes are kept. */
  synchronized long heldBytes() {
    return held.count();
  }

  /** Whether so much is unanswered that the agency is read no further. */
  synchronized boolean isFull() {
    int unanswered = unansweredEnds.size();
    return unanswered >= limits.unansweredMax()
        || (unanswered > 0 && (held.count() >= limits.heldBytesMax() || pool.isFull()));
  }

  /** Waits while it {@link #isFull}, and the session is not over. */
  synchronized void awaitRoom() throws InterruptedException {
    while (!over && isFull()) {
      wait();
    }
  }

  /**
   * Whether a request that has begun is read no further without the permit: it is large, and needs
   * more bytes than are left for all sessions. What is unanswered before it makes room first.
   */
  synchronized boolean needsPermit(long missing) {
    return unansweredEnds.isEmpty()
        && held.end() - answeredUpTo + missing > ChunkPool.LARGE_BYTES
        && !permit.covers(missing);
  }

  /**
   * Waits for the permit, without the lock. It is released once the request has been answered.
   *
   * @return false when it did not come in time, or the session is over
   */
  boolean acquirePermit(long missing, Duration patience) throws InterruptedException {
    return permit.acquire(missing, patience);
  }

  /**
   * The first unanswered requests have been answered: frees their bytes, and wakes the reading
   * thread.
   *
   * @throws IllegalStateException when there are fewer: a worker answered what nobody asked
   */
  synchronized void answered(int requests) {
    for (int i = 0; i < requests; i++) {
      Long to = unansweredEnds.pollFirst();
      if (to == null) {
        throw new IllegalStateException("a worker answered what nobody asked");
      }
      answeredUpTo = to;
    }
    held.free(answeredUpTo);
    if (requests > 0) {
      // It was acquired when nothing was unanswered, so its request is the first of these.
      permit.release();
      notifyAll();
    }
  }

  /** The agency has said HELLO. */
  synchronized void hello(Bytes hello) {
    resume.hello(hello);
  }

  /** The agency that the HELLO names; 0 where there has been none that does. */
  synchronized int agency() {
    return resume.agency();
  }

  /** The agency gets this WELCOME. */
  synchronized void welcomed() {
    resume.welcomed();
  }

  /** The agency gets this REFUSED. */
  synchronized void refused(ByteBuffer reply) {
    resume.refused(reply);
  }

  /** The agency gets this ACK. */
  synchronized void acknowledged(ByteBuffer reply) {
    resume.acknowledged(reply);
  }

  /** What to say first to a worker that gets the session now. */
  synchronized SessionStart start() {
    return resume.start();
  }

  /** The agency will send no more; it is sent this failure, if any, behind all its answers. */
  synchronized void agencyEnded(Reply.@Nullable Failure last) {
    lastWord = last;
    agencyEnded = true;
  }

  /** Whether the agency sends no more and has been answered all. */
  synchronized boolean isAllAnswered() {
    return agencyEnded && unansweredEnds.isEmpty();
  }

  /** What the agency is sent last, or null. */
  synchronized Reply.@Nullable Failure lastWord() {
    return lastWord;
  }

  /**
   * Nothing more is answered than what is being sent. From now on the agency's bytes are not the
   * reading thread's: they are read away until the agency has taken that in.
   */
  synchronized void finish() {
    over = true;
    permit.close();
    notifyAll();
  }

  boolean isOver() {
    return over;
  }

  synchronized void awaitOver() throws InterruptedException {
    while (!over) {
      wait();
    }
  }

  /** Frees all bytes; nothing may be read or sent any more. */
  synchronized void close() {
    finish();
    held.close();
  }
}
