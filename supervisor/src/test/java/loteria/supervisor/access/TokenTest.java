package loteria.supervisor.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TokenTest {
  private static final String TEXT = "0123456789abcdef";
  private final Token token = new Token(TEXT);

  @Test
  void onlyTheWholeTokenMatches() {
    assertTrue(token.matches(TEXT));
    for (String other : List.of("", "0", TEXT + "0", TEXT.substring(1), "0123456789ABCDEF")) {
      assertFalse(token.matches(other), other);
    }
  }

  @Test
  void aTokenIsLongEnoughAndVisible() {
    for (String bad :
        List.of("", "0123456789abcde", "0123456789 abcdef", "0123456789abcdeñ", "x".repeat(1025))) {
      var refused = assertThrows(IllegalArgumentException.class, () -> new Token(bad));
      assertFalse(bad.length() > 1 && refused.toString().contains(bad), refused::toString);
    }
    assertTrue(new Token("x".repeat(1024)).matches("x".repeat(1024)));
  }

  @Test
  void theCookieIsNotTheTokenAndOnlyForTheBrowser() {
    String header = token.setCookie(false);
    assertTrue(
        header.matches("loteria_[0-9a-f]{8}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict"),
        header);
    assertFalse(header.contains(TEXT), header);
    assertEquals(header + "; Secure", token.setCookie(true));
  }

  @Test
  void theCookieIsFoundAmongOthers() {
    String cookie = cookie(token);
    for (String header :
        List.of(
            cookie,
            "a=b; " + cookie,
            cookie + "; a=b",
            "a=b;" + cookie + ";c",
            "a=b, " + cookie,
            cookie.substring(0, cookie.indexOf('=')) + "=of-another-path; " + cookie)) {
      assertTrue(token.isIn(header), header);
    }
    for (String header :
        List.of(
            "",
            ";;==",
            cookie + "0",
            cookie.substring(0, cookie.length() - 1),
            "x" + cookie,
            cookie.replace("=", ""),
            "a=" + cookie,
            cookie(new Token(TEXT + "x")))) {
      assertFalse(token.isIn(header), header);
    }
  }

  @Test
  void twoServersOfAHostDoNotReplaceEachOthersCookie() {
    assertNotEquals(cookie(token).substring(0, 16), cookie(new Token(TEXT + "x")).substring(0, 16));
    assertEquals(cookie(token), cookie(new Token(TEXT)), "a restart logs nobody out");
  }

  private static String cookie(Token token) {
    String header = token.setCookie(false);
    return header.substring(0, header.indexOf(';'));
  }
}
