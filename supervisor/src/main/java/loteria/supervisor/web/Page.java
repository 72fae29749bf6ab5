package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import loteria.supervisor.http.PolicySource;
import loteria.supervisor.http.WholeResponse;

/**
 * The live page, one document with everything that it needs: markup, style and script are separate
 * files for readers of the source, and are joined here. The browser may run this script and no
 * other.
 *
 * @param html the whole document
 * @param policy its Content-Security-Policy
 */
record Page(String html, String policy) {
  /** The script's parts, in order. */
  private static final List<String> SCRIPTS =
      List.of(
          "words.js",
          "dom.js",
          "chart.js",
          "draw.js",
          "fleet.js",
          "agencies.js",
          "happened.js",
          "earlier.js",
          "page.js");

  private static final List<String> STYLES = List.of("base.css", "parts.css");

  static Page load() {
    String style = together(STYLES);
    String script = together(SCRIPTS);
    return new Page(
        text("page.html").replace("/* page.css */", style).replace("/* page.js */", script),
        String.format(
            Locale.ROOT,
            """
            default-src 'none'; style-src %s; script-src %s; connect-src 'self'; img-src data:; \
            base-uri 'none'; form-action 'none'; frame-ancestors 'none'\
            """,
            PolicySource.of(style),
            PolicySource.of(script)));
  }

  WholeResponse answer() {
    return new WholeResponse(200, "text/html; charset=utf-8", html.getBytes(UTF_8))
        .with("Content-Security-Policy", policy);
  }

  private static String together(List<String> files) {
    return files.stream().map(Page::text).collect(Collectors.joining("\n", "\n", ""));
  }

  private static String text(String name) {
    try (InputStream file =
        Objects.requireNonNull(Page.class.getResourceAsStream("page/" + name), name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
