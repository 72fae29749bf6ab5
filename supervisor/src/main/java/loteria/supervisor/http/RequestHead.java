package loteria.supervisor.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request: its first line, its headers and the empty line. A line ends with a line
 * feed, with or without a carriage return before it (RFC 9112).
 */
final class RequestHead {
  /** The longest head, in bytes. */
  static final int BYTES_MAX = 16 << 10;

  /** The longest content that is read, in bytes. */
  static final int CONTENT_BYTES_MAX = 4 << 10;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9](\\.[0-9])?");
  private static final Pattern URL = Pattern.compile("(?i)https?://([^/?#]+)");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  private RequestHead() {}

  /**
   * Where a head ends.
   *
   * @param from where to start the search: no empty line ends before it
   * @return the index behind the empty line, or -1 if it has not come yet
   */
  static int end(byte[] bytes, int from, int to) {
    for (int i = Math.max(from, 1); i < to; i++) {
      boolean emptyLine =
          bytes[i] == '\n'
              && (bytes[i - 1] == '\n' || (i > 1 && bytes[i - 1] == '\r' && bytes[i - 2] == '\n'));
      if (emptyLine) {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * The request that a head states.
   *
   * @param head each byte as one character, with the empty line at its end
   * @param peer the client that sent it
   * @throws BadRequestException if it is malformed
   */
  static HttpRequest parse(String head, HttpPeer peer) throws BadRequestException {
    String[] lines = LINE_END.split(head, -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !TOKEN.matcher(words[0]).matches()) {
      throw new BadRequestException(400, "the first line is not: method, target, HTTP/1.1");
    }
    checkVersion(words[2]);
    String path = path(words[1]);
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; !lines[i].isEmpty(); i++) {
      add(headers, lines[i]);
    }
    if (!headers.containsKey("host") && !words[2].equals("HTTP/1.0")) {
      throw new BadRequestException(400, "there is no Host header");
    }
    Matcher url = URL.matcher(words[1]);
    if (url.lookingAt()) {
      headers.put("host", url.group(1));
    }
    return new HttpRequest(words[0], path, headers, "", peer);
  }

  /**
   * How many bytes of content a request has, for a handler that reads it.
   *
   * @throws BadRequestException if it does not state that, or it is too much
   */
  static int contentBytes(HttpRequest request) throws BadRequestException {
    String length = request.header("content-length");
    if (request.headers().containsKey("transfer-encoding") || length.isEmpty()) {
      throw new BadRequestException(411, "content needs a Content-Length and no Transfer-Encoding");
    }
    if (request.headers().containsKey("expect")) {
      throw new BadRequestException(417, "send the content without an Expect header");
    }
    if (!LENGTH.matcher(length).matches()) {
      throw new BadRequestException(400, "the Content-Length is not a number of bytes");
    }
    if (Long.parseLong(length) > CONTENT_BYTES_MAX) {
      throw new BadRequestException(413, "the content is over " + CONTENT_BYTES_MAX + " bytes");
    }
    return Integer.parseInt(length);
  }

  private static void checkVersion(String version) throws BadRequestException {
    if (!VERSION.matcher(version).matches()) {
      throw new BadRequestException(400, "the first line is not: method, target, HTTP/1.1");
    }
    if (!version.startsWith("HTTP/1.")) {
      throw new BadRequestException(505, "only HTTP/1.1 and HTTP/1.0 are supported");
    }
  }

  private static String path(String target) throws BadRequestException {
    String local = target;
    if (URL.matcher(target).lookingAt()) {
      String rest = URL.matcher(target).replaceFirst("");
      local = rest.startsWith("/") ? rest : "/" + rest;
    }
    if (!local.startsWith("/") || !local.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new BadRequestException(400, "the target is neither a path nor an http URL");
    }
    int end = 0;
    while (end < local.length() && local.charAt(end) != '?' && local.charAt(end) != '#') {
      end++;
    }
    return local.substring(0, end);
  }

  private static void add(Map<String, String> headers, String line) throws BadRequestException {
    int colon = line.indexOf(':');
    if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
      throw new BadRequestException(400, "a header is not: name, colon, value");
    }
    String value = line.substring(colon + 1).strip();
    if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw new BadRequestException(400, "a header has a control character");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    if (name.equals("host") && headers.containsKey(name)) {
      throw new BadRequestException(400, "there are two Host headers");
    }
    headers.merge(name, value, (one, other) -> one + ", " + other);
  }
}
