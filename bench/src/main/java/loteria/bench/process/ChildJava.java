package loteria.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A child process with a main method of ours: it talks in lines over its standard input and output.
 */
public final class ChildJava implements AutoCloseable {
  private final Process process;
  private final String what;
  private final BufferedReader output;
  private final Writer input;

  private ChildJava(Process process, String what) {
    this.process = process;
    this.what = what;
    this.output = process.inputReader();
    this.input = process.outputWriter();
  }

  /** Starts one, with a heap that suits a small server. */
  public static ChildJava start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new ChildJava(process, main.getSimpleName() + " " + String.join(" ", arguments));
  }

  /** Waits for its next line. */
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException(what + " has ended");
    }
    return line;
  }

  /** Sends it a line. */
  public void say(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  /** What it has used so far. */
  public Usage usage() throws IOException {
    return Usage.of(List.of(process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
