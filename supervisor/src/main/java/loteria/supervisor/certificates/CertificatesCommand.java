package loteria.supervisor.certificates;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;

/** The commands {@code supervisor certificates …}, from the command line to what is printed. */
public final class CertificatesCommand {
  /** The command's name. */
  public static final String NAME = "certificates";

  private static final Setting NAMES =
      new Setting(
          "name",
          "",
          "",
          "HOSTS",
          "with init and issue DIR server: host names and IP addresses, separated by commas, at"
              + " which agencies reach the server; localhost, 127.0.0.1, ::1 and the name of this"
              + " machine are always among them");
  private static final Setting DAYS =
      new Setting(
          "days",
          "",
          "",
          "N",
          "with issue: how long the certificate is valid, 1 to "
              + new Holder.Server(ServerNames.LOCAL).daysMax()
              + " for the server, 1 to 3649 for an agency; by default 825 and 365");
  private static final Setting HELP = new Setting("help", "", "", "", "print this and exit");
  private static final List<Setting> KNOWN = List.of(NAMES, DAYS, HELP);

  private static final String SEE = "see supervisor certificates --help";
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final PrintStream out;
  private final Settings settings;

  private CertificatesCommand(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Runs a command line.
   *
   * @param args what comes after {@code certificates}
   * @throws UsageException if it is invalid; nothing is changed then
   */
  public static ExitCode run(String[] args, PrintStream out, PrintStream err)
      throws UsageException, InterruptedException {
    Settings settings = Settings.read(KNOWN, args, Map.of());
    List<String> words = settings.arguments();
    if (settings.isSet(HELP) || words.equals(List.of("help"))) {
      out.print(help());
      return ExitCode.OK;
    }
    try {
      new CertificatesCommand(settings, out).carryOut(words);
      return ExitCode.OK;
    } catch (AuthorityException e) {
      err.println("supervisor certificates: " + e.getMessage());
    } catch (IOException e) {
      err.println("supervisor certificates: cannot read or write a file: " + e);
    }
    return ExitCode.FAILED;
  }

  /** The page of the commands. */
  public static String help() {
    return CertificatesHelp.of(KNOWN);
  }

  private void carryOut(List<String> words)
      throws UsageException, IOException, InterruptedException {
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "init" -> init(folder(words, "init DIR"));
      case "issue" -> issue(folder(words, "issue DIR AGENCY"), words.getLast());
      case "revoke" -> revoke(folder(words, "revoke DIR AGENCY"), words.getLast());
      case "list" -> list(folder(words, "list DIR"));
      case "" -> throw new UsageException("certificates needs init, issue, revoke or list; " + SEE);
      default ->
          throw new UsageException(
              "certificates: '"
                  + words.getFirst()
                  + "' is not one of init, issue, revoke and list; "
                  + SEE);
    }
  }

  private void init(Path folder) throws UsageException, IOException, InterruptedException {
    refuse(DAYS, "is for issue");
    var server = new Holder.Server(serverNames());
    IssuedCertificate issued = authority(folder).init(server);
    var text = new CommandText(folder);
    out.print(text.madeAuthority());
    out.print(text.wrote(server, issued));
    out.print(text.wroteRevoked(0));
    out.print(text.startServer());
    out.print(text.issueForAgency());
  }

  private void issue(Path folder, String word)
      throws UsageException, IOException, InterruptedException {
    Holder holder = holder(word, word.equals(Holder.SERVER) ? serverNames() : ServerNames.LOCAL);
    int days = holder.daysByDefault();
    if (!settings.text(DAYS).isEmpty()) {
      days = settings.number(DAYS, 1, holder.daysMax());
    }
    Authority.Issue issue = authority(folder).issue(holder, days);
    var text = new CommandText(folder);
    out.print(text.wrote(holder, issue.certificate()));
    if (issue.earlier() > 0) {
      out.print(text.earlier(holder, issue.earlier()));
    }
    out.print(
        switch (holder) {
          case Holder.Agency agency -> text.startAgency(agency);
          case Holder.Server _ -> text.startServer();
        });
  }

  private void revoke(Path folder, String word)
      throws UsageException, IOException, InterruptedException {
    refuse(DAYS, "is for issue");
    Holder holder = holder(word, ServerNames.LOCAL);
    if (holder instanceof Holder.Server) {
      throw new UsageException(
          "certificates revoke is for agencies, because they read no list of revoked certificates:"
              + " if the server's key is lost, make a new authority and a new certificate");
    }
    Authority authority = authority(folder);
    List<IssuedCertificate> revoked = authority.revoke(holder);
    long all = authority.list().stream().filter(each -> each.revokedAt() != null).count();
    var text = new CommandText(folder);
    out.print(text.revoked(holder, revoked));
    out.print(text.wroteRevoked(all));
    out.print(text.useRevoked());
  }

  private void list(Path folder) throws UsageException, IOException {
    refuse(DAYS, "is for issue");
    refuse(NAMES, "is for init and issue");
    InstantSource clock = InstantSource.system();
    List<IssuedCertificate> certificates = authority(folder).list();
    out.print(new CommandText(folder).list(certificates, clock.instant()));
  }

  private Authority authority(Path folder) throws AuthorityException {
    Keytool keytool = Keytool.in(Path.of(System.getProperty("java.home")));
    return new Authority(folder, keytool, InstantSource.system());
  }

  private Holder holder(String word, ServerNames names) throws UsageException {
    Holder holder = Holder.parse(word, names);
    if (holder instanceof Holder.Agency) {
      refuse(NAMES, "is for init and for the server");
    }
    return holder;
  }

  private void refuse(Setting setting, String why) throws UsageException {
    if (!settings.text(setting).isEmpty()) {
      throw settings.bad(setting, why);
    }
  }

  private ServerNames serverNames() throws UsageException, IOException {
    ServerNames names = ServerNames.LOCAL;
    String host = hostName();
    if (ServerNames.isHost(host)) {
      names = names.with(host);
    } else {
      out.println("left out '" + host + "', this machine's name: it is not a DNS name");
    }
    return names.with(settings.text(NAMES));
  }

  private static String hostName() throws IOException {
    if (Files.isReadable(HOST_NAME)) {
      return Files.readString(HOST_NAME).strip();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The folder that the words name, if they are as many as the form has. */
  private static Path folder(List<String> words, String form) throws UsageException {
    if (words.size() != form.split(" ", -1).length) {
      throw new UsageException("certificates: use '" + form + "'; " + SEE);
    }
    if (words.get(1).isBlank()) {
      throw new UsageException("certificates: DIR is empty; " + SEE);
    }
    try {
      return Path.of(words.get(1));
    } catch (InvalidPathException e) {
      throw new UsageException("certificates: '" + words.get(1) + "' is not a path");
    }
  }
}
