package loteria.ipc.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import loteria.ipc.wire.Bytes;
import loteria.ipc.wire.Framer;
import loteria.ipc.wire.SessionStart;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole messages from a channel, as many as one read brings.
 *
 * <p>A message is a range of the array it was read into: nothing is copied, and a range that was
 * handed out is never written to again. Used by one thread.
 */
public final class MessageReader {
  private static final int FIRST_BYTES = 8 << 10;
  private static final int READ_BYTES_MAX = 256 << 10;

  private final ReadableByteChannel channel;
  private final Framer framer;

  private byte[] array = new byte[FIRST_BYTES];
  private int start;
  private int scanned;
  private int end;

  public MessageReader(ReadableByteChannel channel, Framer framer) {
    this.channel = channel;
    this.framer = framer;
  }

  /** A session's requests, and what the supervisor says of the session before them. */
  public record Session(SessionStart start, MessageReader requests) {}

  /**
   * Waits for a session to begin.
   *
   * @return null when the stream ends before it begins
   */
  public static @Nullable Session ofSession(ReadableByteChannel channel) throws IOException {
    var first = ByteBuffer.allocate(FIRST_BYTES);
    while (first.position() < SessionStart.BYTES) {
      if (channel.read(first) < 0) {
        return null;
      }
    }
    SessionStart start = SessionStart.read(first);
    var reader = new MessageReader(channel, Framer.ofRequests(start.dialect()));
    reader.array = first.array();
    reader.end = first.position();
    reader.start = SessionStart.BYTES;
    reader.scanned = SessionStart.BYTES;
    return new Session(start, reader);
  }

  /**
   * Waits for the next message.
   *
   * @return its bytes, header and all, or null when the peer has ended the stream after a message
   * @throws EOFException when the stream ends inside a message
   * @throws loteria.ipc.wire.WireException when the bytes are no message
   */
  public @Nullable Bytes next() throws IOException {
    while (!framedOne()) {
      if (end == array.length) {
        makeRoom();
      }
      int read = channel.read(ByteBuffer.wrap(array, end, array.length - end));
      if (read < 0) {
        if (framer.atBoundary()) {
          return null;
        }
        throw new EOFException("stream ends inside a message");
      }
      end += read;
    }
    return taken();
  }

  /**
   * The next message if it is here already, else null; never waits.
   *
   * @throws loteria.ipc.wire.WireException when the bytes are no message
   */
  public @Nullable Bytes nextIfHere() throws IOException {
    return framedOne() ? taken() : null;
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

  /** A new array with the message begun: larger when one message, or one read, filled the old. */
  private void makeRoom() {
    int begun = end - start;
    int size = Math.max(Math.min(array.length * 2, READ_BYTES_MAX), begun * 2);
    byte[] old = array;
    array = new byte[size];
    System.arraycopy(old, start, array, 0, begun);
    scanned -= start;
    end = begun;
    start = 0;
  }
}
