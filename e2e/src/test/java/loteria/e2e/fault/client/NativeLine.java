package loteria.e2e.fault.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.RowDigest;
import org.jspecify.annotations.Nullable;

/** A connection in the native dialect. */
final class NativeLine extends Line {
  private final NativeClient client;

  private NativeLine(ClientHistory history, Transcript transcript, NativeClient client) {
    super(history, transcript);
    this.client = client;
  }

  static NativeLine connect(ClientHistory history, Dialer server, Transcript transcript)
      throws IOException {
    return new NativeLine(history, transcript, NativeClient.over(server.dial(history.agency())));
  }

  /** The stored form of rows. */
  static byte[] stored(int agency, List<String> rows) {
    return rows.stream()
        .map(row -> agency + "," + row + "\r\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The digest of the stored form of rows. */
  static long digest(int agency, List<String> rows) {
    byte[] bytes = stored(agency, rows);
    return RowDigest.of(bytes, 0, bytes.length).value();
  }

  @Override
  byte[] encode(Ask ask) {
    ByteBuffer bytes =
        NativeDialect.encode(
            switch (ask) {
              case Ask.Hello() -> new Request.Hello(agency(), "");
              case Ask.Batch(long id, List<String> rows) ->
                  new Request.Batch(id, rows.size(), Bytes.of(stored(agency(), rows)));
              case Ask.Finish(long batches, List<String> rows) ->
                  new Request.Finish(batches, rows.size(), digest(agency(), rows));
              case Ask.Results(boolean waits) -> new Request.Results(waits);
              case Ask.Ping() -> new Request.Ping(Bytes.of(new byte[] {1, 2, 3}));
              case Ask.Fin() -> throw new IllegalArgumentException("FIN is of the text dialect");
            });
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  @Override
  void write(byte[] bytes) throws IOException {
    client.sendBytes(ByteBuffer.wrap(bytes));
  }

  @Override
  @Nullable Reply read() throws IOException {
    return client.receive();
  }

  @Override
  void close() throws IOException {
    client.close();
  }

  @Override
  void reset() throws IOException {
    client.reset();
  }

  @Override
  void endOutput() throws IOException {
    client.endOutput();
  }
}
