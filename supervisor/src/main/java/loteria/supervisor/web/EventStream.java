package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import loteria.ipc.channel.Deadlines;

/**
 * Server-sent events for one browser: the last minutes once, then the status whenever there is a
 * new one. A browser that reads slowly skips what it missed, one that does not read is dropped.
 */
final class EventStream {
  private static final byte[] HISTORY = "event: history\ndata: ".getBytes(US_ASCII);
  private static final byte[] STATUS = "event: status\ndata: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  private final Feed feed;
  private final Deadlines deadlines;

  EventStream(Feed feed, Deadlines deadlines) {
    this.feed = feed;
    this.deadlines = deadlines;
  }

  /**
   * Sends on and on, on this thread.
   *
   * @throws IOException once the browser is gone, or too slow, or the server closes
   */
  void serve(HttpExchange exchange) throws IOException {
    Answer.head(exchange, "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(200, 0);
    try (var out = new WriteLimit(deadlines, exchange.getResponseBody())) {
      out.write(event(HISTORY, feed.history()));
      while (true) {
        Feed.Text status = feed.status();
        out.write(event(STATUS, status.json()));
        TimeUnit.NANOSECONDS.sleep(status.nextNanos() - System.nanoTime());
      }
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("the server closes").initCause(e);
    }
  }

  /** JSON has no line end in it, so one line of data holds it. */
  private static byte[] event(byte[] kind, byte[] json) {
    byte[] event = new byte[kind.length + json.length + END.length];
    System.arraycopy(kind, 0, event, 0, kind.length);
    System.arraycopy(json, 0, event, kind.length, json.length);
    System.arraycopy(END, 0, event, kind.length + json.length, END.length);
    return event;
  }
}
