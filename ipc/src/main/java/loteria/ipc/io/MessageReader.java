package loteria.ipc.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Semaphore;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A reader of whole messages from a channel, as many as one read brings.
 *
 * <p>A message is a range of the array it was read into: nothing is copied, and a range that was
 * handed out is never written to again. Used by one thread.
 */
public final class MessageReader implements AutoCloseable {
  private static final int READ_BYTES_MAX = 256 << 10;

  /**
   * A block filled by at most this many reads is followed by a larger one; one filled by more than
   * {@link #MANY_READS}, by a smaller one.
   */
  private static final int FEW_READS = 2;

  private static final int MANY_READS = 16;

  /** The most bytes of {@link #hold held} messages of one connection. */
  private static final int HELD_BYTES_MAX = 4 << 20;

  private final ReadableByteChannel channel;
  private Framer framer;
  private final MessageMemory memory;
  private final int copies;
  private final int blockBytesMax;
  private final Semaphore mayBeHeld = new Semaphore(HELD_BYTES_MAX);

  /** Null once it has been released and no other was allocated. */
  private MessageMemory.@Nullable Block block;

  private byte[] array;
  private int blockBytes = MessageMemory.BLOCK_BYTES_MIN;
  private int reads;
  private int start;
  private int scanned;
  private int end;

  /** Whether a session of the text dialect is read, which another may follow. */
  private boolean mayBeFollowed;

  /** A message in use, which keeps its memory. Any thread may release it, once. */
  public interface Held {
    void release();
  }

  /** Reads with memory of its own, as much as its messages need. */
  public MessageReader(ReadableByteChannel channel, Framer framer) {
    this(channel, framer, READ_BYTES_MAX);
  }

  /**
   * A reader with memory of its own.
   *
   * @param readBytesMax the most bytes that one read brings, unless a message is longer
   */
  public MessageReader(ReadableByteChannel channel, Framer framer, int readBytesMax) {
    this(
        channel,
        framer,
        readBytesMax,
        new MessageMemory(Integer.MAX_VALUE),
        1,
        new byte[MessageMemory.BLOCK_BYTES_MIN]);
  }

  private MessageReader(
      ReadableByteChannel channel,
      Framer framer,
      int readBytesMax,
      MessageMemory memory,
      int copies,
      byte[] first) {
    this.channel = channel;
    this.framer = framer;
    this.blockBytesMax = readBytesMax;
    this.memory = memory;
    this.copies = copies;
    this.block = memory.join(first, copies);
    this.array = first;
  }

  /** The requests of a session, and the supervisor's description of the session before them. */
  public record Session(SessionStart start, MessageReader requests) {}

  /**
   * Waits for a session to begin.
   *
   * @param memory what messages are read into
   * @return null if the stream ends before the session begins
   */
  public static @Nullable Session ofSession(ReadableByteChannel channel, MessageMemory memory)
      throws IOException {
    var first = ByteBuffer.allocate(MessageMemory.BLOCK_BYTES_MIN);
    while (first.position() < SessionStart.BYTES) {
      if (channel.read(first) < 0) {
        return null;
      }
    }
    SessionStart start = SessionStart.read(first);
    // Bets of the text dialect are rewritten as rows before they are stored.
    int copies = start.dialect() == Dialect.TEXT ? 2 : 1;
    Framer framer = Framer.ofRequests(start.dialect());
    var reader = new MessageReader(channel, framer, READ_BYTES_MAX, memory, copies, first.array());
    reader.end = first.position();
    reader.start = SessionStart.BYTES;
    reader.scanned = SessionStart.BYTES;
    reader.reads = 1;
    reader.mayBeFollowed = start.dialect() == Dialect.TEXT;
    return new Session(start, reader);
  }

  /**
   * Waits for the next message.
   *
   * @return its bytes, header included, or null if the peer has ended the stream, or begun another
   *     session, after a message
   * @throws EOFException if the stream ends inside a message
   * @throws loteria.ipc.message.WireException if the bytes are malformed
   */
  public @Nullable Bytes next() throws IOException {
    while (!isFollowed() && !framedOne()) {
      if (!isMoreRead()) {
        if (framer.atBoundary()) {
          return null;
        }
        throw new EOFException("stream ends inside a message");
      }
    }
    return isFollowed() ? null : taken();
  }

  /**
   * Waits for the session that follows on the connection; its requests are read next.
   *
   * @return null if the stream ends before one begins
   * @throws loteria.ipc.message.WireException if it is not one of the text dialect, too
   */
  public @Nullable SessionStart following() throws IOException {
    while (end - start < SessionStart.BYTES) {
      if (!isMoreRead()) {
        return null;
      }
    }
    SessionStart following = SessionStart.read(ByteBuffer.wrap(array, start, end - start).slice());
    if (!mayBeFollowed || following.dialect() != Dialect.TEXT) {
      throw new WireException(ErrorCode.MALFORMED, "a session of this dialect cannot follow");
    }
    framer = Framer.ofRequests(following.dialect());
    start += SessionStart.BYTES;
    scanned = start;
    return following;
  }

  /** Whether another session follows here. No request of the text dialect begins like that. */
  private boolean isFollowed() {
    return mayBeFollowed
        && start == scanned
        && end > start
        && array[start] == SessionStart.FIRST_BYTE;
  }

  /** Waits for more bytes; false at the end of the stream. */
  private boolean isMoreRead() throws IOException {
    if (end == array.length) {
      makeRoom();
    }
    int read = channel.read(ByteBuffer.wrap(array, end, array.length - end));
    if (read < 0) {
      return false;
    }
    end += read;
    reads++;
    return true;
  }

  /** Whether bytes have been read that are of no message that was handed out. */
  public boolean hasMore() {
    return end > start;
  }

  /**
   * The next message if it has arrived already, else null; never waits.
   *
   * @throws loteria.ipc.message.WireException if the bytes are malformed
   */
  public @Nullable Bytes nextIfHere() throws IOException {
    return framedOne() ? taken() : null;
  }

  /**
   * Counts a message's memory as used until it is released, which it must be. Waits while too much
   * of this connection is held already.
   *
   * @param message the last that was read
   */
  public Held hold(Bytes message) throws IOException {
    int bytes = Math.min(message.length(), HELD_BYTES_MAX);
    try {
      mayBeHeld.acquire(bytes);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while earlier messages were held", e);
    }
    MessageMemory.Block held = current();
    held.hold();
    return () -> {
      held.release();
      mayBeHeld.release(bytes);
    };
  }

  /** Stops reading; held messages stay valid. */
  @Override
  public void close() {
    releaseBlock();
    memory.leave(copies);
  }

  private MessageMemory.Block current() {
    if (block == null) {
      throw new IllegalStateException("the reader has been closed");
    }
    return block;
  }

  private void releaseBlock() {
    if (block != null) {
      block.release();
      block = null;
    }
  }

  private Bytes taken() {
    var message = Bytes.of(array, start, scanned);
    start = scanned;
    return message;
  }

  private boolean framedOne() throws IOException {
    var unscanned = ByteBuffer.wrap(array, scanned, end - scanned);
    boolean framed = framer.advance(unscanned);
    scanned = unscanned.position();
    return framed;
  }

  /**
   * Allocates a block and moves the message begun into it. It is as large as that message needs, or
   * as reads fill: after a large message it is small again.
   */
  private void makeRoom() throws IOException {
    int begun = end - start;
    int needed = Math.max(begun + framer.missing(), MessageMemory.BLOCK_BYTES_MIN);
    if (reads <= FEW_READS && array.length >= blockBytes) {
      blockBytes = Math.min(2 * blockBytes, Math.max(blockBytesMax, blockBytes));
    } else if (reads > MANY_READS) {
      blockBytes = Math.max(blockBytes / 2, MessageMemory.BLOCK_BYTES_MIN);
    }
    if (begun == 0) {
      // Freed before the wait: a connection without a message begun takes no memory from others.
      releaseBlock();
    }
    MessageMemory.Block larger = blockBytes > needed ? memory.tryTake(blockBytes, copies) : null;
    MessageMemory.Block next = larger == null ? memory.take(needed, copies) : larger;
    System.arraycopy(array, start, next.array(), 0, begun);
    releaseBlock();
    block = next;
    array = next.array();
    reads = 0;
    scanned -= start;
    end = begun;
    start = 0;
  }
}
