package loteria.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the processor can encrypt, as {@code openssl speed} measures it. */
public final class OpensslSpeed {
  private static final Pattern FIGURE = Pattern.compile("AES-256-GCM\\s+([0-9.]+)k");

  private OpensslSpeed() {}

  /** A text such as {@code 3,650 MB/s}, or that there is no such program. */
  public static String ofAesGcm() throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "openssl", "speed", "-seconds", "1", "-bytes", "8192", "-evp", "aes-256-gcm")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return "at an unknown speed (there is no openssl here)";
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher found = FIGURE.matcher(said);
    if (!found.find()) {
      throw new IOException("openssl speed says: " + said);
    }
    return String.format(Locale.ROOT, "%,.0f MB/s", Double.parseDouble(found.group(1)) / 1000);
  }
}
