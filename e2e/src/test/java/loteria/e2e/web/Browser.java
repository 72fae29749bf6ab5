package loteria.e2e.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with a profile of its own that connects only to the page. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("loteria.screenshots", "target/screenshots"));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A strong reference: a logger that is collected forgets its level. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Opens a browser; if there is none the test is skipped, but fails in CI.
   *
   * @param profile an empty folder
   * @param language what its user reads, such as {@code es-AR}
   */
  static Browser open(Path profile, String language) {
    boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    String missing = "needs Debian's packages chromium and chromium-driver";
    if (Objects.equals(System.getenv("CI"), "true")) {
      assertTrue(there, missing);
    }
    assumeTrue(there, missing);
    SELENIUM.setLevel(Level.SEVERE);
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--hide-scrollbars",
        "--lang=" + language,
        "--user-data-dir=" + profile);
    System.setProperty("webdriver.chrome.driver", DRIVER.toString());
    var browser = new Browser(new ChromeDriver(options));
    browser.width(1280);
    return browser;
  }

  /** Opens the page and waits until it is connected. */
  void visit(int port) {
    driver.get("http://127.0.0.1:" + port + "/");
    await("body[data-link=live]");
  }

  /** Goes to a path of the server, whatever is there. */
  void go(int port, String path) {
    driver.get("http://127.0.0.1:" + port + path);
  }

  /** Types into a field and sends its form. */
  void send(String field, String text) {
    driver.findElement(By.cssSelector(field)).sendKeys(text, Keys.ENTER);
  }

  /** The page's cookies as the browser has them. */
  Set<Cookie> cookies() {
    return driver.manage().getCookies();
  }

  /** Goes to the page as where nothing but the page itself may do anything: scripts are off. */
  void visitWithoutScripts(int port) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    driver.get("http://127.0.0.1:" + port + "/");
  }

  /** Scripts are on again, for the next visit. */
  void allowScripts() {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
  }

  /** The elements of a selector that a person sees. */
  int visible(String selector) {
    return (int)
        driver.findElements(By.cssSelector(selector)).stream()
            .filter(WebElement::isDisplayed)
            .count();
  }

  /** As wide as this, as a phone below 500. */
  void width(int pixels) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", pixels < 500));
  }

  /** Sets the preferred colour scheme, dark or light. */
  void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Waits until an element is on the page. */
  void await(String selector) {
    waiting(selector).until(() -> !driver.findElements(By.cssSelector(selector)).isEmpty());
  }

  /** Waits until an element has exactly this text. */
  void awaitText(String selector, String text) {
    waiting(selector).until(() -> text(selector), text::equals);
  }

  /** Waits until an element's text contains this. */
  void awaitPart(String selector, String part) {
    waiting(selector).until(() -> text(selector), text -> text.contains(part));
  }

  /** It looks often: most of what a test waits for is there, or will be in a moment. */
  private static ConditionFactory waiting(String selector) {
    return Awaitility.await(selector)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }

  /** The text of the first such element, hidden or not. */
  String text(String selector) {
    return String.valueOf(
        driver.executeScript(
            "return document.querySelector(arguments[0])?.textContent ?? ''", selector));
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** The result of a script. */
  Object ask(String script) {
    return Objects.requireNonNull(driver.executeScript("return " + script), script);
  }

  /** Presses keys at the focus. */
  void press(Keys... keys) {
    WebElement focused = driver.switchTo().activeElement();
    focused.sendKeys(keys);
  }

  /** The errors and warnings on the page's console. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream().map(Object::toString).toList();
  }

  /** The violations that axe finds of WCAG 2.1 to level AA and its own rules, one line each. */
  List<?> barriers() throws IOException {
    try (InputStream axe =
        Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"), "axe")) {
      driver.executeScript(new String(axe.readAllBytes(), UTF_8));
    }
    return (List<?>)
        Objects.requireNonNull(
            driver.executeAsyncScript(
                """
                const done = arguments[0];
                axe.run(document, { resultTypes: ["violations"] }).then(found => done(
                  found.violations.flatMap(rule => rule.nodes.map(node =>
                    `${rule.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`))));
                """));
  }

  /** Stores a screenshot of the whole page as {@code target/screenshots/NAME.png}. */
  void keep(String name) throws IOException {
    driver.executeScript(
        "document.getAnimations().filter(one => one.effect.getTiming().iterations < Infinity)"
            + ".forEach(one => one.finish())");
    Object size = driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
    Map<?, ?> content = (Map<?, ?>) Objects.requireNonNull(size);
    Map<String, Object> clip =
        Map.of(
            "x", 0,
            "y", 0,
            "width", Objects.requireNonNull(content.get("width")),
            "height", Objects.requireNonNull(content.get("height")),
            "scale", 1);
    Object picture =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
            .get("data");
    Files.createDirectories(SCREENSHOTS);
    Files.write(
        SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture)));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
