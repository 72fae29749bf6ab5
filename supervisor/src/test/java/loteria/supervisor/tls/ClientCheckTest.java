package loteria.supervisor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import loteria.ipc.row.AgencyId;
import loteria.ipc.tls.Pem;
import loteria.testkit.TestAuthority;
import loteria.testkit.TestAuthority.Flaw;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCheckTest {
  private static final int AGENCY = 7;

  @TempDir static Path folder;
  private TestAuthority authority;
  private TestAuthority second;

  @BeforeAll
  void makeAuthorities() throws Exception {
    authority = TestAuthority.in(folder.resolve("first"));
    second = TestAuthority.in(folder.resolve("second"));
  }

  @Test
  void rightOnesAreAccepted() throws Exception {
    assertAccepted(AGENCY, authority.agency(AGENCY));
    assertAccepted(AGENCY, authority.agencyWithRsa(AGENCY));
    assertAccepted(AgencyId.MAX, authority.agency(AgencyId.MAX));
  }

  @ParameterizedTest
  @EnumSource
  void eachFlawIsSaid(Flaw flaw) throws Exception {
    Identity identity = authority.flawed(flaw, AGENCY);
    X509Certificate own = identity.read();
    switch (flaw) {
      case EXPIRED ->
          assertRefused(
              "the certificate has expired, on " + own.getNotAfter().toInstant(), identity);
      case NOT_YET_VALID ->
          assertRefused(
              "the certificate is not yet valid, only from " + own.getNotBefore().toInstant(),
              identity);
      case REVOKED -> assertRefused("the certificate has been revoked", identity);
      case OTHER_AUTHORITY -> assertRefused(unknownIssuer("CN=Test authority"), identity);
      case SELF_SIGNED, SIGNED_BY_AN_AGENCY ->
          assertRefused(unknownIssuer("CN=agency-7"), identity);
      case NO_AGENCY -> assertRefused("the certificate names no agency", identity);
      case COMMON_NAME_ONLY -> assertAccepted(AGENCY, identity);
      case TWO_AGENCIES -> assertRefused("the certificate names several agencies", identity);
      case AGENCY_OUT_OF_RANGE ->
          assertRefused(
              "the certificate names agency '1000000', which is not a number from 1 to 999999",
              identity);
      case AGENCY_NOT_A_NUMBER ->
          assertRefused(
              "the certificate names agency 'seven', which is not a number from 1 to 999999",
              identity);
      case FOR_SERVERS_ONLY -> assertRefused("the certificate is not one for clients", identity);
    }
  }

  @Test
  void peerWithoutACertificateIsRefused() throws Exception {
    assertEquals(
        new ClientCheck.Verdict.Refused("the connection has no certificate"),
        check().check(List.of(), Instant.now()));
  }

  /** Many orders of many certificates would keep a thread busy for seconds. */
  @Test
  void moreThanFourCertificatesAreNotLookedAt() throws Exception {
    X509Certificate own = authority.agency(AGENCY).read();
    List<X509Certificate> chain = new ArrayList<>(Collections.nCopies(4, own));
    assertInstanceOf(ClientCheck.Verdict.Accepted.class, check().check(chain, Instant.now()));
    chain.add(own);
    assertEquals(
        new ClientCheck.Verdict.Refused("more than 4 certificates were sent"),
        check().check(chain, Instant.now()));
  }

  @Test
  void timeIsThatOfTheCheck() throws Exception {
    Identity identity = authority.agency(AGENCY);
    List<X509Certificate> chain = Pem.certificates(identity.certificate());
    Instant ends = identity.read().getNotAfter().toInstant();
    ClientCheck check = check();
    assertInstanceOf(ClientCheck.Verdict.Accepted.class, check.check(chain, ends));
    assertEquals(
        new ClientCheck.Verdict.Refused("the certificate has expired, on " + ends),
        check.check(chain, ends.plusMillis(1)));
    Instant begins = identity.read().getNotBefore().toInstant();
    assertInstanceOf(
        ClientCheck.Verdict.Refused.class, check.check(chain, begins.minus(Duration.ofDays(1))));
  }

  @Test
  void eachOfSeveralAuthoritiesIsAccepted() throws Exception {
    Identity ofSecond = second.agency(8);
    assertRefused(unknownIssuer("CN=Test authority"), ofSecond);
    var both =
        new ClientCheck(List.of(certificate(authority), certificate(second)), List.of(crl(second)));
    assertEquals(accepted(8), verdict(both, ofSecond));
    assertEquals(accepted(AGENCY), verdict(both, authority.agency(AGENCY)));
  }

  /** Both have the same name: a list must count for its authority's certificates all the same. */
  @Test
  void listOfEachAuthorityCounts() throws Exception {
    Identity revoked = second.agency(8);
    second.revoke(revoked);
    var both =
        new ClientCheck(
            List.of(certificate(authority), certificate(second)),
            List.of(crl(authority), crl(second)));
    assertEquals(
        new ClientCheck.Verdict.Refused("the certificate has been revoked"),
        verdict(both, revoked));
    assertEquals(accepted(8), verdict(both, second.agency(8)));
  }

  @Test
  void authorityBetweenIsFoundInThePeersChain() throws Exception {
    Identity identity = authority.agencyOfIntermediate(AGENCY);
    assertAccepted(AGENCY, identity);
    List<X509Certificate> chain = Pem.certificates(identity.certificate());
    assertEquals(2, chain.size());
    assertEquals(
        new ClientCheck.Verdict.Refused(unknownIssuer("CN=between")),
        check().check(chain.subList(0, 1), Instant.now()));
  }

  @Test
  void revokedAuthorityBetweenRevokesWhatItCertified() throws Exception {
    TestAuthority own = TestAuthority.in(folder.resolve("own"));
    Identity identity = own.agencyOfIntermediate(AGENCY);
    List<X509Certificate> chain = Pem.certificates(identity.certificate());
    String end = "-----END CERTIFICATE-----\n";
    String files = Files.readString(identity.certificate());
    Path between = folder.resolve("between.pem");
    Files.writeString(between, files.substring(files.indexOf(end) + end.length()));
    own.revoke(new Identity(between, identity.key()));
    var check = new ClientCheck(List.of(certificate(own)), List.of(crl(own)));
    assertEquals(
        new ClientCheck.Verdict.Refused("the certificate has been revoked"),
        check.check(chain, Instant.now()));
  }

  /** What a peer adds to its chain makes no authority of it. */
  @Test
  void othersInTheChainCountForNothing() throws Exception {
    Identity right = authority.agency(8);
    Identity selfSigned = authority.flawed(Flaw.SELF_SIGNED, AGENCY);
    List<X509Certificate> chain = List.of(selfSigned.read(), right.read(), certificate(authority));
    assertEquals(
        new ClientCheck.Verdict.Refused(unknownIssuer("CN=agency-7")),
        check().check(chain, Instant.now()));
    Identity ofSecond = second.agency(9);
    assertEquals(
        new ClientCheck.Verdict.Refused(unknownIssuer("CN=Test authority")),
        check().check(List.of(ofSecond.read(), certificate(second)), Instant.now()));
  }

  private void assertAccepted(int agency, Identity identity) throws Exception {
    assertEquals(accepted(agency), verdict(check(), identity));
  }

  private void assertRefused(String why, Identity identity) throws Exception {
    assertEquals(new ClientCheck.Verdict.Refused(why), verdict(check(), identity));
  }

  private static ClientCheck.Verdict verdict(ClientCheck check, Identity identity)
      throws Exception {
    return check.check(Pem.certificates(identity.certificate()), Instant.now());
  }

  private static ClientCheck.Verdict accepted(int agency) {
    return new ClientCheck.Verdict.Accepted(new AgencyId(agency));
  }

  private static String unknownIssuer(String name) {
    return "no authority of this server issued the certificate; its issuer is " + name;
  }

  private ClientCheck check() throws Exception {
    return new ClientCheck(List.of(certificate(authority)), List.of(crl(authority)));
  }

  private static X509Certificate certificate(TestAuthority authority) throws Exception {
    return Pem.certificates(authority.certificate()).getFirst();
  }

  private static X509CRL crl(TestAuthority authority) throws Exception {
    return Pem.revocationLists(authority.crl()).getFirst();
  }
}
