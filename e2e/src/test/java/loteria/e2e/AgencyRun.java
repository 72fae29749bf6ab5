package loteria.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.row.RowWriter;

/** A run of the agency program on a file. */
public final class AgencyRun implements AutoCloseable {
  private final Program program;

  private AgencyRun(Program program) {
    this.program = program;
  }

  /** Starts one. */
  public static AgencyRun start(
      Path folder, RunningServer server, int agency, Path file, String... more) {
    return start(folder, server.port(), agency, file, more);
  }

  /** Starts one that connects through a proxy or another port. */
  public static AgencyRun start(Path folder, int port, int agency, Path file, String... more) {
    return startOn(folder, "localhost:" + port, agency, file, more);
  }

  /** Starts one that has these servers, as {@code --server} takes them. */
  public static AgencyRun startOn(
      Path folder, String servers, int agency, Path file, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--id", Integer.toString(agency)));
    arguments.addAll(List.of("--server", servers));
    arguments.addAll(List.of("--file", file.toString()));
    arguments.addAll(List.of(more));
    return new AgencyRun(Program.start(folder, "agency", arguments));
  }

  /** Writes bets in the format of an agency's file: no agency, no header. */
  public static Path file(Path folder, int agency, List<List<String>> bets) throws IOException {
    Path file = folder.resolve("agency-" + agency + ".csv");
    Files.writeString(file, text(bets));
    return file;
  }

  /** What such a file has. */
  public static String text(List<List<String>> bets) {
    var rows = new RowWriter(bets.size() * 48);
    bets.forEach(bet -> rows.write(bet.toArray(String[]::new)));
    return new String(rows.toByteArray(), StandardCharsets.UTF_8);
  }

  public Program program() {
    return program;
  }

  /** Waits for the end; returns the winners that it printed. Fails if it did not end well. */
  public List<String> winners() {
    int code = program.awaitExit();
    if (code != 0) {
      throw new AssertionError("exit " + code + ":\n" + String.join("\n", program.lines()));
    }
    return printedWinners();
  }

  /** Waits until it has printed its winners. */
  public List<String> printedWinners() {
    program.awaitLine("action: consulta_ganadores \\| result: success \\| cant_ganadores: \\d+");
    return program.lines("winner: ").stream().map(line -> line.substring(8)).toList();
  }

  /** The lines that it logged at WARN or above. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>(program.lines(" WARN "));
    complaints.addAll(program.lines(" ERROR "));
    return complaints;
  }

  @Override
  public void close() {
    program.close();
  }
}
