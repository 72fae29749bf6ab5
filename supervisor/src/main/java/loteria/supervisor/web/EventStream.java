package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import loteria.supervisor.http.StreamedResponse;

/**
 * Server-sent events for one browser: the last minutes once, then each new status. A browser that
 * reads slowly skips events; one that does not read is disconnected.
 */
final class EventStream implements StreamedResponse.Body {
  private static final byte[] HISTORY = "event: history\ndata: ".getBytes(US_ASCII);
  private static final byte[] STATUS = "event: status\ndata: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  /** Without it nginx would buffer events and pass them on late. */
  private static final Map<String, String> HEADERS = Map.of("X-Accel-Buffering", "no");

  private final Feed feed;

  EventStream(Feed feed) {
    this.feed = feed;
  }

  /** The response with these events. */
  StreamedResponse reply() {
    return new StreamedResponse("text/event-stream; charset=utf-8", HEADERS, this);
  }

  @Override
  public void writeTo(StreamedResponse.Sink sink) throws IOException, InterruptedException {
    feed.enter();
    try {
      sink.write(event(HISTORY, feed.history()));
      while (true) {
        Feed.Text status = feed.status();
        sink.write(event(STATUS, status.json()));
        TimeUnit.NANOSECONDS.sleep(status.nextNanos() - System.nanoTime());
      }
    } finally {
      feed.leave();
    }
  }

  /** One line of data suffices, because JSON contains no line ends. */
  private static byte[] event(byte[] kind, byte[] json) {
    byte[] event = new byte[kind.length + json.length + END.length];
    System.arraycopy(kind, 0, event, 0, kind.length);
    System.arraycopy(json, 0, event, kind.length, json.length);
    System.arraycopy(END, 0, event, kind.length + json.length, END.length);
    return event;
  }
}
