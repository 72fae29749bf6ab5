package loteria.supervisor.certificates;

import java.util.List;
import loteria.ipc.settings.HelpText;
import loteria.ipc.settings.Setting;

/** What {@code supervisor certificates --help} says. */
final class CertificatesHelp {
  private static final String SYNOPSIS =
      """
      supervisor certificates init DIR [--name HOSTS]
      supervisor certificates issue DIR AGENCY [--days N]
      supervisor certificates issue DIR server [--name HOSTS] [--days N]
      supervisor certificates revoke DIR AGENCY
      supervisor certificates list DIR\
      """;

  private static final String DESCRIPTION =
      """
      A small certificate authority, for trying TLS and for those who have none. It
      needs no running server and reads no configuration file.

      init    makes the authority in DIR, valid for 10 years, with a certificate for
              the server and an empty list of revoked certificates
      issue   makes a certificate and a key for an agency; earlier ones of the
              agency stay valid. For `server`, replaces the server's certificate,
              which is valid for 825 days
      revoke  revokes all certificates of an agency, and writes the list that
              --tls-crl names again
      list    shows every certificate that was issued, and its state

      Each prints the files that it wrote and the commands to continue with. DIR
      lets its reader act as any agency, so only its owner may enter it. Keep a
      copy: without DIR, no certificate can be issued or revoked.\
      """;

  private static final String ARGUMENTS =
      """
      DIR     the authority's folder; for init, it must not exist or be empty
      AGENCY  its number, 1 to 999999\
      """;

  private static final String FILES =
      """
      DIR/ca.pem              the authority's certificate, for server and agencies
      DIR/crl.pem             the revoked certificates
      DIR/server.pem          the server's certificate, and its key in
      DIR/server-key.pem      PKCS#8 without a password
      DIR/agency-N.pem        the certificate of agency N, and its key in
      DIR/agency-N-key.pem    PKCS#8 without a password
      DIR/index.csv           what was issued: serial, agency, not after, revoked at
      DIR/authority.p12       the authority's key, and the password of that file in
      DIR/authority.password\
      """;

  private static final String EXIT_STATUS =
      """
      0  it was done
      1  it was not, and nothing is changed: the line on standard error says why.
         If a file could not be written at the very end, `list` says how it is
      2  a flag or an argument is wrong: nothing was done\
      """;

  private CertificatesHelp() {}

  /** The page, with all these options. */
  static String of(List<Setting> known) {
    return new HelpText("supervisor certificates", "makes certificates for TLS")
        .section("SYNOPSIS", SYNOPSIS)
        .section("DESCRIPTION", DESCRIPTION)
        .section("ARGUMENTS", ARGUMENTS)
        .options(known, List.of(new HelpText.Group("OPTIONS", known.getFirst().flag())))
        .section("FILES", FILES)
        .section("EXIT STATUS", EXIT_STATUS)
        .text();
  }
}
