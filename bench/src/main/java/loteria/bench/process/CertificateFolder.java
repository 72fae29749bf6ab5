package loteria.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.bench.Setup;

/** An authority with certificates of a server and of agencies, made by the distribution. */
public final class CertificateFolder {
  private CertificateFolder() {}

  /**
   * Makes one.
   *
   * @param folder must not exist
   * @return the folder
   */
  public static Path make(Setup setup, Path folder, int agencies)
      throws IOException, InterruptedException {
    run(setup, "init", folder.toString());
    for (int id = 1; id <= agencies; id++) {
      run(setup, "issue", folder.toString(), Integer.toString(id));
    }
    return folder;
  }

  /** What a server with TLS is started with, at any free port. */
  public static String[] serverFlags(Path folder) {
    return new String[] {
      "--tls-port", "0",
      "--tls-certificate", folder.resolve("server.pem").toString(),
      "--tls-key", folder.resolve("server-key.pem").toString(),
      "--tls-client-ca", folder.resolve("ca.pem").toString(),
      "--tls-crl", folder.resolve("crl.pem").toString()
    };
  }

  private static void run(Setup setup, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(setup.distribution().resolve("bin/supervisor").toString());
    command.add("certificates");
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }
}
