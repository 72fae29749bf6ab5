package loteria.ipc.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExcerptTest {
  @Test
  void plainTextIsItsOwnExcerpt() {
    String text = "sorteo de año nuevo, 日本 🎉";
    assertSame(text, Excerpt.of(text));
  }

  @Test
  void invisibleCharactersAreWrittenOut() {
    assertEquals("a b  c d", Excerpt.of("a\u0000b\r\nc\u0085d"));
    assertEquals("a\\u{202e}b\\u{2066}\\u{200b}", Excerpt.of("a\u202eb\u2066\u200b"));
    assertEquals("a\\u{2028}b\\u{2029}", Excerpt.of("a\u2028b\u2029"));
    assertEquals("\\u{0e0041}", Excerpt.of("\udb40\udc41"));
    assertEquals("\\u{d83c}x\\u{dc00}", Excerpt.of("\ud83cx\udc00"));
    assertEquals("\\u{e000}\\u{feff}", Excerpt.of("\ue000\ufeff"));
  }

  @Test
  void longTextIsCutAndSaysHowMuchIsMissing() {
    String longest = "x".repeat(Excerpt.LENGTH_MAX);
    assertSame(longest, Excerpt.of(longest));
    assertEquals("x".repeat(470) + "… and 31 more", Excerpt.of(longest + "x"));
    assertEquals("x".repeat(470) + "… and 44530 more", Excerpt.of("x".repeat(45_000)));
    assertEquals("x" + "🎉".repeat(234) + "… and 534 more", Excerpt.of("x" + "🎉".repeat(501)));
  }

  @Test
  void anExcerptIsShortOnOneLineAndItsOwnExcerpt() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(700);
      int highest = random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT;
      for (int j = 0; j < length; j++) {
        text.appendCodePoint(random.nextInt(highest + 1));
      }
      String excerpt = Excerpt.of(text.toString());
      assertTrue(excerpt.length() <= Excerpt.LENGTH_MAX, "seed " + seed);
      assertTrue(
          excerpt.codePoints().noneMatch(Character::isISOControl)
              && !excerpt.matches("(?s).*[\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}].*"),
          "seed " + seed);
      assertEquals(excerpt, Excerpt.of(excerpt), "seed " + seed);
    }
  }
}
