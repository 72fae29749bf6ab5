package loteria.e2e.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import loteria.supervisor.access.Access;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.status.Status.Phase;
import loteria.supervisor.web.WebServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page of a simulated lottery, which can be brought into any state. */
@Timeout(120)
class PageTest {
  private static final List<Integer> WIDTHS = List.of(320, 390, 768, 1280);

  private static Browser browser;

  private MadeUpLottery lottery = new MadeUpLottery(12, 4);
  private WebServer server;

  @BeforeAll
  static void open(@TempDir Path profile) {
    browser = Browser.open(profile, "es-AR");
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void listen() throws IOException {
    browser.width(1280);
    browser.scheme("light");
    browser.complaints(); // Those of the test before.
    server = listen(0);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void itSpeaksTheBrowsersLanguage(@TempDir Path other) throws IOException {
    browser.visit(server.port());
    assertEquals("es", browser.ask("document.documentElement.lang"));
    assertEquals("Se reciben apuestas", browser.text("#phase"));
    try (Browser english = Browser.open(other, "en-GB")) {
      english.visit(server.port());
      assertEquals("en", english.ask("document.documentElement.lang"));
      assertEquals("Bets are open", english.text("#phase"));
    }
    try (Browser german = Browser.open(other.resolve("de"), "de-DE")) {
      german.visit(server.port());
      assertEquals("en", german.ask("document.documentElement.lang"));
    }
  }

  @Test
  void withoutScriptsALineLeadsToTheFiguresAndNoEmptyBoxIsSeen() throws IOException {
    browser.visitWithoutScripts(server.port());
    try {
      assertEquals(1, browser.visible("noscript p"));
      assertEquals(0, browser.visible("main, main *, .link, .which, .skip"));
      assertEquals(1, browser.visible("footer a[href='api/status']"));
      browser.keep("without-scripts");
    } finally {
      browser.allowScripts();
    }
    browser.visit(server.port());
    assertEquals(1, browser.visible("main"));
    assertEquals(0, browser.count("[hidden]"));
  }

  @Test
  void aWorkersDeathAndReturnAreSeen() throws IOException {
    browser.visit(server.port());
    browser.await("#fleet > :nth-child(2)[data-state=ready]");
    lottery.kill(2);
    browser.await("#fleet > :nth-child(2)[data-state=down]");
    browser.awaitText("#happened > :first-child span", "Cayó el trabajador 2: killed (SIGKILL)");
    assertEquals("Cayó el trabajador 2: killed (SIGKILL)", browser.text("#announce"));
    assertEquals("3 de 4 listos", browser.text("#fleet-now"));
    browser.keep("worker-dead-1280");
    lottery.revive(2);
    browser.await("#fleet > :nth-child(2)[data-state=ready][data-back]");
    browser.awaitPart("#fleet > :nth-child(2)", "1 · killed (SIGKILL)");
    browser.awaitText("#happened > :first-child span", "El trabajador 2 volvió");
  }

  @Test
  void aReplacedWorkerIsNoDeath() {
    browser.visit(server.port());
    lottery.replace(3);
    browser.awaitPart("#fleet > :nth-child(3)", "1 · success");
    browser.awaitText("#happened > :first-child span", "El trabajador 3 está listo");
    assertEquals(2, browser.count("#happened > li"), browser.text("#happened"));
    assertEquals(0, browser.count("#fleet [data-some]"));
  }

  @Test
  void scalingIsSeen() {
    browser.visit(server.port());
    lottery.scale(6);
    browser.awaitText("#fleet-now", "6 de 6 listos");
    assertEquals(6, browser.count("#fleet > li"));
    lottery.scale(2);
    browser.awaitText("#fleet-now", "2 de 2 listos");
    assertEquals(2, browser.count("#fleet > li"));
  }

  @Test
  void theNumberIsShownWhenItIsDrawn() throws IOException {
    browser.visit(server.port());
    assertFalse(String.valueOf(browser.ask("document.body.innerText")).contains("7574"));
    lottery.phase(Phase.DRAWING);
    browser.await("body[data-phase=drawing]");
    browser.keep("drawing-1280");
    lottery.phase(Phase.DRAWN);
    browser.awaitText("#balls", "7574");
    browser.awaitPart("#waits", "18 apuestas ganadoras en 9 agencias");
    assertEquals("1 ganador", browser.text("#agencies > :nth-child(1) .prize"));
    assertEquals("0 ganadores", browser.text("#agencies > :nth-child(4) .prize"));
    assertEquals("329.682", browser.text("#totals dd"));
    browser.keep("drawn-1280");
  }

  @Test
  void lossAndReturnOfTheServerAreShown() throws IOException {
    browser.visit(server.port());
    int port = server.port();
    server.close();
    browser.await("body[data-link=lost]");
    browser.awaitPart("#link", "sin conexión desde las");
    browser.keep("lost-1280");
    server = listen(port);
    browser.await("body[data-link=live]");
    assertEquals("conectado otra vez", browser.text("#announce"));
  }

  @Test
  void everythingCanBeReachedWithoutAMouse() {
    browser.visit(server.port());
    browser.press(Keys.TAB);
    assertEquals("skip", browser.ask("document.activeElement.className"));
    assertTrue(
        (Boolean) browser.ask("document.activeElement.getBoundingClientRect().top >= 0"),
        "the skip link shows when it has the focus");
    browser.press(Keys.ENTER);
    assertEquals("main", browser.ask("document.activeElement.id"));

    browser.press(Keys.TAB);
    assertEquals("SUMMARY", browser.ask("document.activeElement.tagName"));
    assertEquals("solid", browser.ask("getComputedStyle(document.activeElement).outlineStyle"));
    browser.press(Keys.SPACE);
    browser.await("#intake-values table tbody tr");

    browser.press(Keys.TAB);
    assertEquals("all", browser.ask("document.activeElement.value"));
    browser.press(Keys.ARROW_RIGHT);
    assertEquals("connected", browser.ask("document.activeElement.value"));
    browser.await("#agencies:not(:has(> :not([data-state=connected])))");

    browser.press(Keys.TAB);
    assertEquals("SUMMARY", browser.ask("document.activeElement.tagName"));
    browser.press(Keys.ENTER);
    assertEquals(
        "gordo-2025 4207 · 1 ganador",
        browser.ask("document.querySelector('#earlier details[open] summary').textContent"));
    browser.press(Keys.TAB);
    browser.press(Keys.TAB);
    assertEquals("A", browser.ask("document.activeElement.tagName"));
  }

  @Test
  void nothingIsLoadedFromElsewhereAndNothingIsComplainedAbout() {
    browser.visit(server.port());
    browser.await("#agencies > li");
    assertEquals(
        List.of(),
        browser.ask(
            "performance.getEntriesByType('resource').map(entry => entry.name).filter(name =>"
                + " !name.startsWith(location.origin) && !name.startsWith('data:'))"));
    assertEquals(List.of(), browser.complaints());
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void pageIsAccessible(String scheme) throws IOException {
    browser.scheme(scheme);
    browser.visit(server.port());
    lottery.kill(3);
    browser.await("[data-state=down]");
    assertEquals(List.of(), browser.barriers());
    lottery.phase(Phase.DRAWN);
    browser.await("body[data-phase=drawn]");
    assertEquals(List.of(), browser.barriers());
  }

  @Test
  void nothingOverflowsThePage() throws IOException {
    for (int width : WIDTHS) {
      browser.width(width);
      browser.visit(server.port());
      assertFits(width, "when it is loaded");
    }
    // The page hears of a phase twice a second only.
    for (Phase phase : Phase.values()) {
      lottery.phase(phase);
      browser.await("body[data-phase=" + phase.name().toLowerCase(Locale.ROOT) + "]");
      for (int width : WIDTHS) {
        browser.width(width);
        assertFits(width, phase.name());
      }
    }
    for (int width : WIDTHS) {
      browser.width(width);
      browser.keep("drawn-" + width);
    }
  }

  private static void assertFits(int width, String when) {
    String what = width + " wide, " + when;
    assertEquals((long) width, browser.ask("document.documentElement.scrollWidth"), what);
  }

  @Test
  void aThousandAgenciesStayUsable() throws IOException {
    server.close();
    lottery = new MadeUpLottery(1000, 4);
    server = listen(0);
    browser.visit(server.port());
    browser.await("#agencies > :nth-child(1000)");
    browser.keep("thousand-1280");
    assertTrue(
        (Boolean) browser.ask("document.documentElement.scrollHeight < 4000"), "it is compact");
    browser.width(390);
    browser.keep("thousand-390");
    assertEquals(390L, browser.ask("document.documentElement.scrollWidth"));
    assertEquals(List.of(), browser.complaints());
  }

  private WebServer listen(int port) throws IOException {
    return WebServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Encryption.NONE,
        Access.open(),
        lottery,
        256);
  }
}
