package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Locale;
import loteria.ipc.message.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transcripts hold on a machine of any language: the wire has no locale. */
@Timeout(60)
@SuppressWarnings("JUnitMethodInvoked") // The very same tests, elsewhere.
class LocaleTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"es-AR", "ar-EG", "tr-TR", "fa-IR", "th-TH-u-ca-buddhist-nu-thai"})
  void transcriptsHoldInEveryLocale(String tag) throws WireException {
    Locale.setDefault(Locale.forLanguageTag(tag));
    new TextDialectTest().requestsAreTheirBytes();
    new TextDialectTest().repliesAreTheirBytes();
    new NativeDialectTest().requestsAreTheirBytes();
    new NativeDialectTest().repliesAreTheirBytes();
    new WorkerDialectTest().messagesAreTheirBytes();
  }

  /** Without this, the test above would show nothing. */
  @Test
  void localesOfTheTestWriteOtherDigits() {
    assertNotEquals("7", String.format(Locale.forLanguageTag("ar-EG"), "%d", 7));
    assertNotEquals("7", String.format(Locale.forLanguageTag("fa-IR"), "%d", 7));
  }
}
