package loteria.supervisor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import loteria.testkit.TestAuthority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertifiedAgencyTest {
  @TempDir static Path folder;
  private TestAuthority authority;

  @BeforeAll
  void makeAuthority() throws Exception {
    authority = TestAuthority.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "7", "10", "99999", "100000", "999999"})
  void numbers(String text) {
    assertTrue(CertifiedAgency.isNumber(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "00",
        "07",
        "+7",
        "-7",
        " 7",
        "7 ",
        "7\n",
        "7.0",
        "7e1",
        "0x7",
        "1000000",
        "4294967303",
        "18446744073709551623",
        "seven",
        "٧",
        "７",
        "7,8",
        "7/8",
        "7:8"
      })
  void otherTexts(String text) {
    assertFalse(CertifiedAgency.isNumber(text), text);
  }

  @Test
  void uriIsFoundInAnyCase() throws Exception {
    assertEquals(List.of("7"), ofUris("URN:Loteria:AGENCY:7"));
    assertEquals(List.of("7"), ofUris("urn:loteria:agency:7", "URN:LOTERIA:AGENCY:7"));
    assertEquals(
        List.of("7"), ofUris("dns:example.org", "https://example.org", "urn:loteria:agency:7"));
  }

  @Test
  void textAfterTheUriIsKeptAsItIs() throws Exception {
    for (String text : List.of("07", "+7", "-7", "1000000", "7:8", "%37", "7%20")) {
      assertEquals(List.of(text), ofUris("urn:loteria:agency:" + text));
    }
  }

  @Test
  void allUrisAreFound() throws Exception {
    assertEquals(
        List.of("7", "8", "07"),
        ofUris("urn:loteria:agency:7", "urn:loteria:agency:8", "urn:loteria:agency:07"));
  }

  @Test
  void uriCountsMoreThanTheCommonName() throws Exception {
    // The subject of these is CN=client.
    assertEquals(List.of(), ofUris("dns:agency-7", "urn:loteria:agencies:7"));
  }

  @Test
  void commonName() throws Exception {
    assertEquals(List.of("7"), ofSubject("agency-7"));
    assertEquals(List.of("7"), ofSubject("AGENCY-7"));
    assertEquals(List.of("07"), ofSubject("agency-07"));
    assertEquals(List.of("7"), ofSubject("agency-7, O=Agency 8, C=AR"));
    assertEquals(List.of(), ofSubject("my agency-7"));
    assertEquals(List.of(), ofSubject("someone, OU=agency-7"));
  }

  /** An escaped comma, a plus: what stands behind them is no name of its own, or one more. */
  @Test
  void commonNameWithPunctuation() throws Exception {
    assertEquals(List.of("7, CN=agency-8"), ofSubject("agency-7\\, CN\\=agency-8"));
    assertEquals(List.of(), ofSubject("x\\, CN\\=agency-8"));
    assertEquals(List.of("8", "7"), ofSubject("agency-7, CN=agency-8"));
    assertEquals(List.of("7", "8"), ofSubject("agency-7+CN=agency-8"));
    assertEquals(List.of("7"), ofSubject("agency-7+C=AR"));
  }

  private List<String> ofUris(String... names) throws Exception {
    return CertifiedAgency.numbers(authority.client(names).read());
  }

  private List<String> ofSubject(String commonName) throws Exception {
    return CertifiedAgency.numbers(authority.subject("CN=" + commonName).read());
  }
}
