package loteria.supervisor.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The head of a response: everything before its content. */
final class ResponseHead {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The headers of every response, unless it sets its own. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Connection", "close",
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  private ResponseHead() {}

  /** The head of a whole response. */
  static byte[] of(WholeResponse answer, Instant now) {
    WholeResponse sized = answer.with("Content-Length", Integer.toString(answer.body().length));
    return bytes(answer.code(), answer.type(), sized.headers(), now);
  }

  /** The head of a stream, which ends with the connection. */
  static byte[] of(StreamedResponse stream, Instant now) {
    return bytes(200, stream.type(), stream.headers(), now);
  }

  private static byte[] bytes(int code, String type, Map<String, String> own, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
    headers.put("Date", DATE.format(now));
    headers.put("Content-Type", type);
    headers.putAll(own);
    var head = new StringBuilder("HTTP/1.1 ").append(code).append(' ').append(reason(code));
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    return head.append("\r\n\r\n").toString().getBytes(ISO_8859_1);
  }

  private static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 303 -> "See Other";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 411 -> "Length Required";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
