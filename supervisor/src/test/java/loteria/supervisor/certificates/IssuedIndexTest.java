package loteria.supervisor.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.row.AgencyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class IssuedIndexTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.5Z");
  private static final Holder SEVEN = new Holder.Agency(new AgencyId(7));
  private static final String TEXT =
      """
      serial,agency,not after,revoked at
      a65071cd647eec79,server,2029-03-03T08:10:09Z,
      1,7,2026-11-29T10:00:00Z,
      2,7,2026-11-29T10:00:01Z,
      3,7,2027-11-29T10:00:00Z,2026-11-28T00:00:00Z
      4,70,2027-11-29T10:00:00Z,
      """;

  @Test
  void whatIsWrittenIsReadAgain() throws AuthorityException {
    IssuedIndex index = IssuedIndex.parse(TEXT);

    assertEquals(TEXT, index.text());
    assertEquals(new BigInteger("a65071cd647eec79", 16), index.certificates().getFirst().serial());
    assertEquals(IssuedIndex.EMPTY, IssuedIndex.parse(IssuedIndex.EMPTY.text()));
  }

  @Test
  void allCertificatesOfTheHolderAreRevoked() throws AuthorityException {
    IssuedIndex after = IssuedIndex.parse(TEXT).revoke(SEVEN, NOW);

    assertEquals(serials(1, 2, 3), after.revoked());
    assertEquals(
        TEXT.replaceAll("(?m)(,7,.*Z,)$", "$12026-11-29T10:00:00Z"),
        after.text(),
        "an expired one too, and a revoked one keeps its time");
  }

  @Test
  void everyStateIsNamed() throws AuthorityException {
    assertEquals(
        List.of("expired on 2026-11-29", "valid until 2026-11-29", "revoked on 2026-11-28"),
        IssuedIndex.parse(TEXT).of(SEVEN).stream().map(each -> each.state(NOW)).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5,7,2027-11-29T10:00:00Z",
        "5,,2027-11-29T10:00:00Z,",
        "x,7,2027-11-29T10:00:00Z,",
        "5,7,soon,",
        "5,7,2027-11-29T10:00:00Z,yes",
        ""
      })
  void damagedLineIsNamed(String line) {
    AuthorityException damaged =
        assertThrows(AuthorityException.class, () -> IssuedIndex.parse(TEXT + line + "\n"));

    assertEquals(
        "line 7 of index.csv is damaged: restore the file from a copy", damaged.getMessage());
  }

  @Test
  void fileWithoutItsFirstLineIsDamaged() {
    assertThrows(AuthorityException.class, () -> IssuedIndex.parse(""));
    assertThrows(AuthorityException.class, () -> IssuedIndex.parse("5,7,2027-11-29T10:00:00Z,"));
  }

  private static List<BigInteger> serials(long... numbers) {
    return Arrays.stream(numbers).mapToObj(BigInteger::valueOf).toList();
  }
}
