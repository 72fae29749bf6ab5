package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import loteria.testkit.TestAuthority;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The certificates that tests use have the flaw that their name says, and no other. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestAuthorityTest {
  private static final List<String> FOR_CLIENTS = List.of("1.3.6.1.5.5.7.3.2");
  private static final List<String> FOR_SERVERS = List.of("1.3.6.1.5.5.7.3.1");

  @TempDir static Path folder;
  private TestAuthority authority;

  @BeforeAll
  void makeAuthority() throws Exception {
    authority = TestAuthority.in(folder);
  }

  @Test
  void rightOnesAreAccepted() throws Exception {
    for (Identity right :
        List.of(authority.agency(7), authority.agencyWithRsa(7), authority.server())) {
      assertEquals("", refusal(right));
    }
    assertEquals(FOR_SERVERS, authority.server().read().getExtendedKeyUsage());
  }

  @ParameterizedTest
  @EnumSource
  void eachFlawIsThere(TestAuthority.Flaw flaw) throws Exception {
    Identity flawed = authority.flawed(flaw, 7);

    String refused =
        switch (flaw) {
          case EXPIRED -> "(EXPIRED)";
          case NOT_YET_VALID -> "(NOT_YET_VALID)";
          case REVOKED -> "(REVOKED)";
          case OTHER_AUTHORITY, SELF_SIGNED -> "(NO_TRUST_ANCHOR)";
          case SIGNED_BY_AN_AGENCY -> "(INVALID_KEY_USAGE)";
          case NO_AGENCY,
              COMMON_NAME_ONLY,
              TWO_AGENCIES,
              AGENCY_OUT_OF_RANGE,
              AGENCY_NOT_A_NUMBER,
              FOR_SERVERS_ONLY ->
              "";
        };
    List<String> agencies =
        switch (flaw) {
          case NO_AGENCY, COMMON_NAME_ONLY -> List.of();
          case TWO_AGENCIES -> List.of("7", "8");
          case AGENCY_OUT_OF_RANGE -> List.of("1000000");
          case AGENCY_NOT_A_NUMBER -> List.of("seven");
          case EXPIRED,
              NOT_YET_VALID,
              REVOKED,
              OTHER_AUTHORITY,
              SELF_SIGNED,
              SIGNED_BY_AN_AGENCY,
              FOR_SERVERS_ONLY ->
              List.of("7");
        };
    assertTrue(refusal(flawed).endsWith(refused), refusal(flawed));
    assertEquals(refused.isEmpty(), refusal(flawed).isEmpty(), refusal(flawed));
    assertEquals(agencies, agencies(flawed));
    assertEquals(
        flaw == TestAuthority.Flaw.FOR_SERVERS_ONLY ? FOR_SERVERS : FOR_CLIENTS,
        flawed.read().getExtendedKeyUsage());
  }

  @Test
  void staleListIsOfYesterday() throws Exception {
    var check = new CertificateCheck(authority.certificate(), authority.staleCrl());

    String refused = check.refusal(authority.agency(7).certificate());

    assertTrue(refused.endsWith("(UNDETERMINED_REVOCATION_STATUS)"), refused);
  }

  private String refusal(Identity identity) throws Exception {
    var check = new CertificateCheck(authority.certificate(), authority.crl());
    return check.refusal(identity.certificate());
  }

  private static List<String> agencies(Identity identity) throws Exception {
    Collection<List<?>> names = identity.read().getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream().map(name -> name.get(1).toString().replaceAll(".*:", "")).toList();
  }
}
