package loteria.supervisor.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Objects;
import loteria.supervisor.http.HttpRequest;
import loteria.supervisor.http.PolicySource;
import loteria.supervisor.http.WholeResponse;
import org.jspecify.annotations.Nullable;

/** The form that asks a person for the token. It needs no script. */
final class LoginForm {
  /** The path that the form is sent to. */
  static final String PATH = "/login";

  private static final String TYPE = "application/x-www-form-urlencoded";
  private static final String FIELD = "token=";
  private static final int DEPTH_MAX = 4;

  private final String html = text("login.html");
  private final String style = text("login.css");

  /** Why the form is shown. */
  enum Reason {
    NO_TOKEN("", ""),
    WRONG_TOKEN("That is not the token.", "Ese no es el token."),
    TOO_MANY_TRIES(
        "Too many wrong tries: wait ten seconds.",
        "Demasiados intentos erróneos: espere diez segundos.");

    private final String english;
    private final String spanish;

    Reason(String english, String spanish) {
      this.english = english;
      this.spanish = spanish;
    }
  }

  /**
   * The form, in Spanish if the browser prefers that, else in English.
   *
   * @param code the status to answer with
   */
  WholeResponse page(int code, HttpRequest request, Reason reason) {
    boolean isSpanish =
        request.header("accept-language").strip().toLowerCase(Locale.ROOT).startsWith("es");
    String page =
        html.replace("{language}", isSpanish ? "es" : "en")
            .replace("{ask}", isSpanish ? "Token de acceso" : "Access token")
            .replace("{enter}", isSpanish ? "Entrar" : "Enter")
            .replace("{problem}", isSpanish ? reason.spanish : reason.english)
            .replace("{action}", action(request.path()))
            .replace("/* login.css */", style);
    return new WholeResponse(code, "text/html; charset=utf-8", page.getBytes(UTF_8))
        .with("Content-Security-Policy", policy())
        // With no-referrer a browser would hide from which site the form is sent.
        .with("Referrer-Policy", "same-origin");
  }

  /** Whether the content is a form's. */
  static boolean isSent(HttpRequest request) {
    String type = request.header("content-type").toLowerCase(Locale.ROOT);
    return type.equals(TYPE) || type.startsWith(TYPE + ";");
  }

  /** The token in a form that was sent, without blanks around it; null if there is none. */
  static @Nullable String token(String content) {
    for (String field : content.split("&", -1)) {
      if (field.startsWith(FIELD)) {
        try {
          return URLDecoder.decode(field.substring(FIELD.length()), UTF_8).strip();
        } catch (IllegalArgumentException _) {
          // A malformed escape is not part of a form.
          return null;
        }
      }
    }
    return null;
  }

  /** Relative, because a proxy may serve the page below a folder. */
  private static String action(String path) {
    long folders = path.chars().filter(c -> c == '/').count() - 1;
    return "../".repeat((int) Math.min(folders, DEPTH_MAX)) + PATH.substring(1);
  }

  private String policy() {
    return "default-src 'none'; img-src data:; style-src "
        + PolicySource.of(style)
        + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  private static String text(String name) {
    try (InputStream file =
        Objects.requireNonNull(LoginForm.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
