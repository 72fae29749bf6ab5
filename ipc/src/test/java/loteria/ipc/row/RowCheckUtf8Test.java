package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a name, against table 3-7 of the Unicode Standard. */
@Timeout(60)
class RowCheckUtf8Test {
  private static final RowCheck CHECK = RowCheck.of(new AgencyId(5), LocalDate.of(2026, 11, 20));
  private static final String BEFORE = hex("5,x");
  private static final String AFTER = hex(",B,1,1999-03-17,7\r\n");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c2a0",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f09f82a1",
        "f48fbfbf"
      })
  void wellFormedIsGood(String hex) {
    assertNull(reason(hex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"80", "bf", "c0af", "c080", "c1bf", "e080af", "e09fbf", "f08080af", "f08fbfbf"})
  void strayContinuationAndOverlongFormsAreNotUtf8(String hex) {
    assertEquals("first name is not UTF-8", reason(hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eda080", "edbfbf", "eda0bdedb8ba", "f4908080", "f5808080", "fe", "ff"})
  void surrogatesAndWhatIsPastTheLastCharacterAreNotUtf8(String hex) {
    assertEquals("first name is not UTF-8", reason(hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e2", "e282", "f0", "f09f", "f09f82", "c341", "e28241", "f09f8241"})
  void truncatedIsNotUtf8(String hex) {
    assertEquals("first name is not UTF-8", reason(hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "09", "0a", "0d", "1f", "7f", "c280", "c285", "c29f"})
  void controlCharactersAreRefused(String hex) {
    assertEquals("first name has a control character", reason(hex));
  }

  @Test
  void characterCutOffByTheEndOfTheRowIsNotReadPastIt() {
    byte[] bytes = "5,A,ñ".getBytes(StandardCharsets.UTF_8);
    var closer = new RowDiagnosis("5,".getBytes(StandardCharsets.US_ASCII), 20261120);
    assertEquals("last name is not UTF-8", closer.reason(bytes, 0, bytes.length - 1));
  }

  /** The verdict on a row that has these bytes, between two letters, as first name. */
  private static @Nullable String reason(String hex) {
    byte[] row = HexFormat.of().parseHex(BEFORE + hex + AFTER);
    return CHECK.reason(row, 0, row.length);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
