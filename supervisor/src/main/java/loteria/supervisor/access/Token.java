package loteria.supervisor.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What programs and people must present, and the cookie that browsers get for it. Safe for use by
 * several threads.
 *
 * <p>The cookie is derived from the token by PBKDF2, so it remains valid when the server is started
 * again, and ends with the token. Each guess of a token through its cookie costs {@value
 * #ITERATIONS} HMACs; this server derives it once, at first use. The cookie's name depends on the
 * token too, because a browser shares cookies among all ports of a host, and two servers of one
 * host must not replace each other's.
 */
final class Token {
  /** The shortest token, in characters. */
  static final int CHARS_MIN = 16;

  /** The longest token, in characters. */
  static final int CHARS_MAX = 1024;

  private static final int ITERATIONS = 200_000;
  private static final int NAME_BYTES = 4;
  private static final int VALUE_BYTES = 32;

  private final byte[] token;

  /** Null until it is used. Guarded by this. */
  private @Nullable Cookie cookie;

  /** What browsers send. */
  private record Cookie(String name, String value) {
    boolean isIn(String field) {
      int equals = field.indexOf('=');
      return equals >= 0
          && field.substring(0, equals).strip().equals(name)
          && MessageDigest.isEqual(
              value.getBytes(UTF_8), field.substring(equals + 1).strip().getBytes(UTF_8));
    }
  }

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
    if (header.isEmpty()) {
      return false;
    }
    Cookie own = cookie();
    boolean found = false;
    // Several headers are joined with commas; the value contains neither.
    for (String field : header.split("[;,]", -1)) {
      found |= own.isIn(field);
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
    Cookie own = cookie();
    return own.name()
        + "="
        + own.value()
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (encrypted ? "; Secure" : "");
  }

  private synchronized Cookie cookie() {
    Cookie derived = cookie;
    if (derived == null) {
      derived = derive();
      cookie = derived;
    }
    return derived;
  }

  private Cookie derive() {
    var key =
        new PBEKeySpec(
            new String(token, UTF_8).toCharArray(),
            "the cookie of Lotería's page".getBytes(UTF_8),
            ITERATIONS,
            (NAME_BYTES + VALUE_BYTES) * Byte.SIZE);
    try {
      byte[] bytes =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
      HexFormat hex = HexFormat.of();
      return new Cookie(
          "loteria_" + hex.formatHex(bytes, 0, NAME_BYTES),
          hex.formatHex(bytes, NAME_BYTES, bytes.length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
    } finally {
      key.clearPassword();
    }
  }
}
