package loteria.supervisor.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What programs and people must present, and the cookie that browsers get for it. Immutable.
 *
 * <p>The cookie's value is an HMAC-SHA-256 under the token as the key: it does not reveal the
 * token, remains valid when the server is started again, and ends with the token. Its name depends
 * on the token too, because a browser shares cookies among all ports of a host, and two servers of
 * one host must not replace each other's.
 */
final class Token {
  /** The shortest token, in characters. */
  static final int CHARS_MIN = 16;

  /** The longest token, in characters. */
  static final int CHARS_MAX = 1024;

  private static final int NAME_DIGITS = 8;

  private final byte[] token;
  private final String cookieName;
  private final byte[] cookieValue;

  /**
   * @throws IllegalArgumentException if it is too short or too long, or has a character that is not
   *     visible ASCII; the message does not contain it
   */
  Token(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("has a character that is not visible ASCII");
    }
    if (token.length() < CHARS_MIN) {
      throw new IllegalArgumentException("has fewer than " + CHARS_MIN + " characters");
    }
    if (token.length() > CHARS_MAX) {
      throw new IllegalArgumentException("has more than " + CHARS_MAX + " characters");
    }
    this.token = token.getBytes(UTF_8);
    this.cookieName = "loteria_" + hmac("name of the cookie").substring(0, NAME_DIGITS);
    this.cookieValue = hmac("value of the cookie").getBytes(UTF_8);
  }

  /** Whether this is the token. Takes as long for any text of one length. */
  boolean matches(String text) {
    return MessageDigest.isEqual(token, text.getBytes(UTF_8));
  }

  boolean isSame(Token other) {
    return MessageDigest.isEqual(token, other.token);
  }

  /**
   * Whether one of the cookies is that of this token.
   *
   * @param header the Cookie header; empty if there is none
   */
  boolean isIn(String header) {
    boolean found = false;
    // Several headers are joined with commas; the value contains neither.
    for (String cookie : header.split("[;,]", -1)) {
      int equals = cookie.indexOf('=');
      if (equals >= 0 && cookie.substring(0, equals).strip().equals(cookieName)) {
        byte[] value = cookie.substring(equals + 1).strip().getBytes(UTF_8);
        found |= MessageDigest.isEqual(cookieValue, value);
      }
    }
    return found;
  }

  /**
   * The Set-Cookie header: until the browser is closed, for this host and its own pages alone, and
   * not for scripts.
   *
   * @param encrypted whether the browser must send it over TLS only
   */
  String setCookie(boolean encrypted) {
    return cookieName
        + "="
        + new String(cookieValue, UTF_8)
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (encrypted ? "; Secure" : "");
  }

  private String hmac(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(purpose.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
