package loteria.supervisor.certificates;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the commands print: a line for each file, and the commands to continue with. Pure. */
final class CommandText {
  /** Words that a shell leaves as they are. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:@%+=,-]+");

  private final Path folder;

  /**
   * @param folder the authority's, as the user wrote it
   */
  CommandText(Path folder) {
    this.folder = folder;
  }

  String madeAuthority() {
    return wrote(Authority.CERTIFICATE, "the authority's certificate, for server and agencies")
        + wrote(Authority.STORE, "the authority's key, secret; authority.password opens it");
  }

  /** Names both files of a certificate. */
  String wrote(Holder holder, IssuedCertificate issued) {
    String of =
        switch (holder) {
          case Holder.Agency _ -> "the certificate of " + holder.label();
          case Holder.Server(ServerNames names) -> "the server's certificate, for " + names;
        };
    return wrote(Authority.certificateFile(holder), of + ", valid until " + issued.lastDay())
        + wrote(Authority.keyFile(holder), "its key, secret");
  }

  String wroteRevoked(long count) {
    return wrote(Authority.REVOKED, "the revoked certificates: " + (count == 0 ? "none" : count));
  }

  String startServer() {
    return "start the server with it:\n"
        + command(
            "supervisor --tls-port 12346",
            "--tls-certificate " + path("server.pem"),
            "--tls-key " + path("server-key.pem"),
            "--tls-client-ca " + path(Authority.CERTIFICATE),
            "--tls-crl " + path(Authority.REVOKED));
  }

  String issueForAgency() {
    return "make a certificate for an agency, here agency 1:\n"
        + command("supervisor certificates issue " + quoted(folder.toString()) + " 1");
  }

  String earlier(Holder holder, int count) {
    boolean isAgency = holder instanceof Holder.Agency;
    return String.format(
        Locale.ROOT,
        "%s has %d earlier certificate%s that stay%s valid; if a key is lost, %s\n",
        holder.label(),
        count,
        count == 1 ? "" : "s",
        count == 1 ? "s" : "",
        isAgency ? "revoke, and issue again" : "make a new authority");
  }

  String startAgency(Holder.Agency agency) {
    String certificate = Authority.certificateFile(agency);
    String key = Authority.keyFile(agency);
    return "copy these two and "
        + path(Authority.CERTIFICATE)
        + " to the agency, so that no one else can read the key, and start there:\n"
        + command(
            "agency --id " + agency.id() + " --server HOST:12346 --file FILE",
            "--tls --server-ca " + Authority.CERTIFICATE,
            "--certificate " + certificate,
            "--key " + key);
  }

  String revoked(Holder holder, List<IssuedCertificate> revoked) {
    if (revoked.isEmpty()) {
      return holder.label() + " has no certificate left to revoke\n";
    }
    var text = new StringBuilder();
    for (IssuedCertificate each : revoked) {
      text.append("revoked ").append(each.serialText()).append(" of ").append(holder.label());
      text.append(", which was valid until ").append(each.lastDay()).append('\n');
    }
    return text.toString();
  }

  String useRevoked() {
    return "a server with --tls-crl " + path(Authority.REVOKED) + " refuses them from now on\n";
  }

  /** A line for each certificate. */
  String list(List<IssuedCertificate> certificates, Instant now) {
    var text = new StringBuilder();
    for (IssuedCertificate each : certificates) {
      text.append(
          String.format(
              Locale.ROOT, "%-18s %6s  %s\n", each.serialText(), each.holder(), each.state(now)));
    }
    return text.toString();
  }

  private String wrote(String file, String what) {
    return "wrote " + folder.resolve(file) + ": " + what + "\n";
  }

  private String path(String file) {
    return quoted(folder.resolve(file).toString());
  }

  /** A command on lines of its own, which can be copied into a shell. */
  private static String command(String first, String... more) {
    var text = new StringBuilder("  ").append(first);
    for (String part : more) {
      text.append(" \\\n    ").append(part);
    }
    return text.append('\n').toString();
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
