package loteria.e2e.fault.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import loteria.e2e.Dialer;
import loteria.e2e.TextConnection;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import org.jspecify.annotations.Nullable;

/** A connection in the text dialect. */
final class TextLine extends Line {
  private static final int HEADER_CHARS = 12;

  /** The error texts that a legal client may get. */
  private static final Map<String, ErrorCode> WORDS =
      Map.of(
          "try again later", ErrorCode.UNAVAILABLE,
          "no room on the disk", ErrorCode.DISK_FULL,
          "in time", ErrorCode.TIMEOUT,
          "ends inside a message", ErrorCode.MALFORMED,
          "newer session", ErrorCode.SUPERSEDED,
          "content changed", ErrorCode.CONTENT_CHANGED,
          "out of order", ErrorCode.OUT_OF_ORDER,
          "has finished", ErrorCode.AGENCY_FINISHED,
          "draw has been made", ErrorCode.DRAWN,
          "refused", ErrorCode.BAD_ROWS);

  private final TextConnection connection;

  private TextLine(ClientHistory history, Transcript transcript, TextConnection connection) {
    super(history, transcript);
    this.connection = connection;
  }

  static TextLine connect(ClientHistory history, Dialer server, Transcript transcript)
      throws IOException {
    return new TextLine(history, transcript, TextConnection.over(server.dial(history.agency())));
  }

  @Override
  byte[] encode(Ask ask) {
    return switch (ask) {
      case Ask.Batch(long id, List<String> rows) -> TextConnection.bet(agency(), id, rows);
      case Ask.Fin() -> TextConnection.fin(agency());
      case Ask.Hello(), Ask.Finish _, Ask.Results _, Ask.Ping() ->
          throw new IllegalArgumentException("the text dialect has no word for " + ask);
    };
  }

  @Override
  void write(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  @Override
  @Nullable Reply read() throws IOException {
    String answer = connection.receive();
    if (answer == null) {
      return null;
    }
    String content = answer.substring(HEADER_CHARS);
    return switch (answer.substring(0, 4)) {
      case "ACK," -> ack(content);
      case "WIN," ->
          new Reply.Winners(content.isEmpty() ? List.of() : List.of(content.split(",", -1)));
      case "ERR," -> new Reply.Failure(code(content), content);
      default -> throw new Violation("no answer: " + answer);
    };
  }

  /** An ACK does not contain the number of bets: it stands for as many as were sent. */
  private Reply ack(String content) {
    String[] fields = content.strip().split(",", -1);
    if (fields.length != 3 || Integer.parseInt(fields[1]) != agency()) {
      throw new Violation("no ACK for agency %d: %s".formatted(agency(), content));
    }
    int bets = transcript().firstUnanswered() instanceof Ask.Batch batch ? batch.rows().size() : 0;
    return new Reply.Ack(Long.parseLong(fields[2]), bets);
  }

  private static ErrorCode code(String words) {
    return WORDS.entrySet().stream()
        .filter(entry -> words.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new Violation("an error that a legal client cannot have: " + words));
  }

  @Override
  void close() throws IOException {
    connection.close();
  }

  @Override
  void reset() throws IOException {
    connection.reset();
  }

  @Override
  void endOutput() throws IOException {
    connection.endOutput();
  }
}
