package loteria.e2e.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.e2e.RawHttp;
import loteria.e2e.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Cookie;

/** A browser in front of a server with a token. */
@Timeout(180)
class LoginTest {
  private static final String TOKEN = "a+token&of=the/browser%test";
  private static final String FIELD = "form input[name=token]";

  @TempDir Path folder;
  @TempDir Path profile;

  @Test
  void theFormOpensTheLivePageOnceUntilTheTokenIsReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (RunningServer server =
            RunningServer.start(
                folder, 1, 1, "--http", "0.0.0.0:0", "--http-token", file.toString());
        Browser browser = Browser.open(profile, "es-AR")) {
      int port = RawHttp.of(server.program()).port();
      browser.go(port, "/");
      assertEquals("Token de acceso", browser.text("label"));
      assertEquals(List.of(), browser.barriers());
      browser.keep("login-1280");
      browser.scheme("dark");
      assertEquals(List.of(), browser.barriers());

      browser.send(FIELD, "a wrong token");
      browser.awaitText("#problem", "Ese no es el token.");
      browser.keep("login-wrong-1280");
      browser.send(FIELD, TOKEN);
      browser.await("body[data-link=live]");
      browser.awaitText("#fleet-now", "1 de 1 listos");
      browser.complaints(); // Those of the form: its status is 401.
      browser.visit(port);
      assertEquals(List.of(), browser.complaints());

      Cookie cookie = browser.cookies().iterator().next();
      assertTrue(cookie.isHttpOnly() && !cookie.isSecure(), cookie::toString);
      assertEquals("Strict", cookie.getSameSite());
      assertFalse(cookie.getValue().contains(TOKEN), cookie::toString);

      Files.writeString(file, "another-token-of-the-browser\n");
      browser.await(FIELD);
      browser.send(FIELD, "another-token-of-the-browser");
      browser.await("body[data-link=live]");
    }
  }

  @Test
  void theFormNeedsNoScript() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (RunningServer server =
            RunningServer.start(
                folder, 1, 1, "--http", "127.0.0.1:0", "--http-token", file.toString());
        Browser browser = Browser.open(profile, "en-GB")) {
      int port = RawHttp.of(server.program()).port();
      browser.visitWithoutScripts(port);
      browser.send(FIELD, TOKEN);
      browser.await("noscript p");
      browser.allowScripts();
      browser.visit(port);
    }
  }
}
