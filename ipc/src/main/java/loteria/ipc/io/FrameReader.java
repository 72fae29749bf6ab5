package loteria.ipc.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import loteria.ipc.codec.Framer;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.WorkerDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.message.WorkerMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads native frames from a channel, each as the message that it holds, with memory of its own.
 * Used by one thread. A message may refer to the array that its frame was read into, which is not
 * written to again.
 *
 * @param <M> the messages: requests, replies, or those of the coordinator socket
 */
public final class FrameReader<M> {
  private final MessageReader frames;
  private final Decoder<M> decoder;

  /** Makes a message of a whole frame. */
  public interface Decoder<M> {
    M decode(Bytes frame) throws WireException;
  }

  private FrameReader(ReadableByteChannel channel, Framer framer, Decoder<M> decoder) {
    this.frames = new MessageReader(channel, framer);
    this.decoder = decoder;
  }

  /** Reads an agency's requests. */
  public static FrameReader<Request> ofRequests(ReadableByteChannel channel) {
    return new FrameReader<>(channel, Framer.ofRequests(Dialect.NATIVE), NativeDialect::request);
  }

  /** Reads the replies to an agency. */
  public static FrameReader<Reply> ofReplies(ReadableByteChannel channel) {
    return ofReplies(channel, NativeDialect::reply);
  }

  /** Reads the replies to an agency, decoded in this way. */
  public static <M> FrameReader<M> ofReplies(ReadableByteChannel channel, Decoder<M> decoder) {
    return new FrameReader<>(channel, Framer.ofReplies(Dialect.NATIVE), decoder);
  }

  /** Reads either side of the coordinator socket. */
  public static FrameReader<WorkerMessage> ofWorkerMessages(ReadableByteChannel channel) {
    return new FrameReader<>(channel, Framer.ofCoordination(), WorkerDialect::message);
  }

  /**
   * Waits for the next message.
   *
   * @return null when the peer has ended the stream after a message
   * @throws EOFException when the stream ends inside a frame
   * @throws WireException when the bytes are no frame, or hold no message of this kind
   */
  public @Nullable M next() throws IOException {
    return decoded(frames.next());
  }

  /**
   * The next message if its frame is here already, else null; never waits.
   *
   * @throws WireException when the bytes are no frame, or hold no message of this kind
   */
  public @Nullable M nextIfHere() throws IOException {
    return decoded(frames.nextIfHere());
  }

  private @Nullable M decoded(@Nullable Bytes frame) throws WireException {
    return frame == null ? null : decoder.decode(frame);
  }
}
