package loteria.supervisor.access;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import loteria.supervisor.access.WrongTries.Outcome;
import loteria.supervisor.http.Handler;
import loteria.supervisor.http.HttpRequest;
import loteria.supervisor.http.HttpResponse;
import loteria.supervisor.http.StreamedResponse;
import loteria.supervisor.http.WholeResponse;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request on if it names this server and may read; refuses it otherwise. Safe for use by
 * several threads.
 */
public final class Gate implements Handler {
  private static final String BEARER = "bearer ";

  private final Access access;
  private final Handler inside;
  private final Function<HttpRequest, @Nullable WholeResponse> outside;
  private final WrongTries tries = new WrongTries();
  private final WrongTriesLog log = new WrongTriesLog();
  private final LoginForm form = new LoginForm();

  /**
   * @param inside serves requests that may read
   * @param outside what a request gets that may not; null for nothing
   */
  public Gate(
      Access access, Handler inside, Function<HttpRequest, @Nullable WholeResponse> outside) {
    this.access = access;
    this.inside = inside;
    this.outside = outside;
  }

  @Override
  public boolean readsContent(HttpRequest request) {
    return access.token() != null && isLogin(request);
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    // A client of HTTP/1.0 may name no host. Such a client is not a browser.
    if (request.headers().containsKey("host") && !access.hosts().accepts(request.header("host"))) {
      return WholeResponse.line(
          421, "the Host header names another server (to allow it, use the flag --http-name)");
    }
    TokenFile file = access.token();
    return file == null ? inside.handle(request) : handle(request, file);
  }

  private HttpResponse handle(HttpRequest request, TokenFile file) throws IOException {
    Token token = file.current();
    if (isLogin(request)) {
      return login(request, token);
    }
    Outcome outcome = check(request, token);
    if (outcome == Outcome.RIGHT) {
      return whileValid(inside.handle(request), file, token);
    }
    WholeResponse health = outside.apply(request);
    return health == null ? refusal(request, outcome, bearer(request) != null) : health;
  }

  /**
   * A right cookie is valid however many tries were wrong: {@link Token} makes guesses expensive.
   */
  private Outcome check(HttpRequest request, Token token) {
    if (token.isIn(request.header("cookie"))) {
      return Outcome.RIGHT;
    }
    String bearer = bearer(request);
    return bearer == null ? Outcome.WRONG : attempt(request, token, bearer);
  }

  private static @Nullable String bearer(HttpRequest request) {
    String header = request.header("authorization");
    boolean isBearer = header.toLowerCase(Locale.ROOT).startsWith(BEARER);
    return isBearer ? header.substring(BEARER.length()).strip() : null;
  }

  private Outcome attempt(HttpRequest request, Token token, String text) {
    long now = System.nanoTime();
    Outcome outcome = tries.attempt(request.peer().address(), now, () -> token.matches(text));
    if (outcome != Outcome.RIGHT) {
      log.wrong(request.peer().address(), now);
    }
    return outcome;
  }

  private static boolean isLogin(HttpRequest request) {
    return request.method().equals("POST") && request.path().equals(LoginForm.PATH);
  }

  private HttpResponse login(HttpRequest request, Token token) {
    if (!isFromHere(request)) {
      return WholeResponse.line(
          403, "the form is not from this page (a proxy must pass on the Host header)");
    }
    if (!LoginForm.isSent(request)) {
      return WholeResponse.line(415, "a form is expected");
    }
    String text = LoginForm.token(request.content());
    if (text == null) {
      return WholeResponse.line(400, "the form has no token");
    }
    Outcome outcome = attempt(request, token, text);
    if (outcome != Outcome.RIGHT) {
      return refusal(request, outcome, true);
    }
    return WholeResponse.line(303, "welcome")
        .with("Location", "./")
        .with("Set-Cookie", token.setCookie(request.peer().encrypted()));
  }

  /** Whether the form was on a page of this server, if the browser says where it was. */
  private static boolean isFromHere(HttpRequest request) {
    String origin = request.header("origin").toLowerCase(Locale.ROOT);
    String host = request.header("host").toLowerCase(Locale.ROOT);
    return !request.headers().containsKey("origin")
        || origin.equals("http://" + host)
        || origin.equals("https://" + host);
  }

  private WholeResponse refusal(HttpRequest request, Outcome outcome, boolean hasTried) {
    boolean isForPeople = request.header("accept").toLowerCase(Locale.ROOT).contains("text/html");
    if (outcome == Outcome.REFUSED) {
      WholeResponse wait =
          isForPeople
              ? form.page(429, request, LoginForm.Reason.TOO_MANY_TRIES)
              : WholeResponse.line(429, "too many wrong tokens: wait ten seconds");
      return wait.with("Retry-After", "10");
    }
    LoginForm.Reason why = hasTried ? LoginForm.Reason.WRONG_TOKEN : LoginForm.Reason.NO_TOKEN;
    WholeResponse ask =
        isForPeople
            ? form.page(401, request, why)
            : WholeResponse.line(401, "send the header: Authorization: Bearer TOKEN");
    return ask.with("WWW-Authenticate", "Bearer");
  }

  /** A stream ends when its token does. */
  private static HttpResponse whileValid(HttpResponse response, TokenFile file, Token token) {
    return switch (response) {
      case WholeResponse whole -> whole;
      case StreamedResponse stream ->
          new StreamedResponse(
              stream.type(),
              stream.headers(),
              sink ->
                  stream
                      .body()
                      .writeTo(
                          piece -> {
                            if (file.current() != token) {
                              throw new IOException("the token was replaced");
                            }
                            sink.write(piece);
                          }));
    };
  }
}
