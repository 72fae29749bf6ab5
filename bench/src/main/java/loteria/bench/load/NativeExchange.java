package loteria.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import loteria.ipc.io.Channels;
import loteria.ipc.io.FrameReader;
import loteria.ipc.message.Reply;

/** In the native dialect: HELLO, and the batch once WELCOME has come. */
public final class NativeExchange implements Exchange {
  private final int agency;
  private final LoadBatches batches;
  private final ByteBuffer out;

  /**
   * @param bets how many each batch has
   */
  public NativeExchange(RowPool pool, int agency, int bets) {
    this.agency = agency;
    this.batches = new LoadBatches(pool, agency, BatchSize.rows(bets));
    this.out = ByteBuffer.allocateDirect(batches.frameBytesMax());
  }

  @Override
  public int send(Connector server, long batch) throws IOException {
    try (SocketChannel channel = server.connect(agency)) {
      FrameReader<Reply> replies = FrameReader.ofReplies(channel);
      LoadAgency.greet(channel, replies, agency);
      if (!batches.put(batch, out.clear())) {
        throw new IllegalStateException("no room for batch " + batch);
      }
      int bytes = out.position();
      Channels.write(channel, out.flip());
      LoadAgency.reply(replies, Reply.Ack.class);
      return bytes;
    }
  }
}
