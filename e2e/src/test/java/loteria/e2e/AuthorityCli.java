package loteria.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A user of one authority, who runs {@code supervisor certificates} and openssl.
 *
 * @param place where the commands run
 * @param folder the authority's
 */
record AuthorityCli(Path place, Path folder) {
  private static final Map<String, String> NO_LOCALE = Map.of("LC_ALL", "C");

  /** A copy of the authority in another place, for a user who changes it. */
  AuthorityCli copyIn(Path other) {
    var copy = new AuthorityCli(other, other.resolve(folder.getFileName()));
    ShellCommand.run(other, "cp", "-Rp", folder.toString(), copy.folder().toString());
    return copy;
  }

  /** {@code init}, which must succeed. Returns what it printed. */
  List<String> init(String... flags) {
    List<String> words = new ArrayList<>(List.of("init"));
    words.addAll(Arrays.asList(flags));
    return done(words.toArray(String[]::new));
  }

  /** Runs an action, which must succeed. Returns what it printed. */
  List<String> done(String... words) {
    Script done = run(words);
    if (done.code() != 0) {
      throw new AssertionError(done);
    }
    return done.printed().lines().toList();
  }

  /**
   * Runs an action without a locale, as under cron.
   *
   * @param words the action and its arguments, without the folder
   */
  Script run(String... words) {
    return run(NO_LOCALE, List.of(words));
  }

  /** Runs an action in some environment. */
  Script run(Map<String, String> environment, List<String> words) {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(onFolder(words));
    return Script.run(place, environment, command.toArray(String[]::new));
  }

  /** Starts an action. */
  Program start(String... words) {
    return Program.start(place, "supervisor", onFolder(List.of(words)));
  }

  /** Runs the supervisor with any words. */
  Script supervisor(String... words) {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(words));
    return Script.run(place, NO_LOCALE, command.toArray(String[]::new));
  }

  /** What openssl finds in a certificate: {@code FILE: OK}, or what is wrong. */
  String verify(String file, String purpose, String... more) {
    List<String> words = new ArrayList<>(List.of("verify", "-CAfile", "ca.pem"));
    words.addAll(List.of("-purpose", purpose));
    words.addAll(Arrays.asList(more));
    words.add(file);
    return openssl(words.toArray(String[]::new));
  }

  /** The same of an agency's certificate, with the list of revoked ones. */
  String verifyNotRevoked(String file) {
    return verify(file, "sslclient", "-crl_check", "-CRLfile", "crl.pem");
  }

  String publicKeyOfCertificate(String file) {
    return openssl("x509", "-in", file, "-noout", "-pubkey");
  }

  String publicKeyOfKey(String file) {
    return openssl("pkey", "-in", file, "-pubout");
  }

  /** What openssl prints about files of the folder, whatever its exit code. */
  String openssl(String... words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    return Script.run(folder, NO_LOCALE, command.toArray(String[]::new)).printed();
  }

  private List<String> onFolder(List<String> words) {
    List<String> all = new ArrayList<>(List.of("certificates", words.getFirst()));
    all.add(folder.toString());
    all.addAll(words.subList(1, words.size()));
    return all;
  }

  private static String launcher() {
    return Script.DISTRIBUTION.resolve("bin/supervisor").toString();
  }
}
