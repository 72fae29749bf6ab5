package loteria.agency.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loteria.agency.progress.LogProgress;
import loteria.agency.progress.Progress;
import loteria.agency.source.Batching;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.AgencyId;

/** A file of bets of agency 1, and runs over it. */
final class AgencyFile {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private final Path path;
  private OnRefused onRefused = OnRefused.FINISH;

  private AgencyFile(Path path) {
    this.path = path;
  }

  static AgencyFile of(Path folder, List<String> lines) throws IOException {
    return new AgencyFile(
        Files.writeString(folder.resolve("bets.csv"), String.join("\n", lines) + "\n"));
  }

  /** From now on runs use this behaviour for refused rows. */
  void on(OnRefused onRefused) {
    this.onRefused = onRefused;
  }

  /** Rewrites the file. */
  void rewrite(List<String> lines) throws IOException {
    Files.writeString(path, String.join("\n", lines) + "\n");
  }

  /** A line of the file: valid, and different for each number. */
  static String line(int number) {
    return "Ana,Gómez," + (10_000_000 + number) + ",1990-05-17," + number % 10_000;
  }

  static List<String> lines(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lines.add(line(i));
    }
    return lines;
  }

  /** The stored row of a line. */
  static String row(String line) {
    return "1," + line;
  }

  /** The stored rows of all the lines. */
  static List<String> rows(List<String> lines) {
    return lines.stream().map(AgencyFile::row).toList();
  }

  List<String> submit(Servers servers, Batching batching) throws Exception {
    try (var central = new ServerClient(servers, new Random(1))) {
      return submit(central, batching);
    }
  }

  List<String> submit(FakeServer central) throws Exception {
    return submit(central.server(Duration.ofSeconds(20)), new Batching(2, 8192, 4));
  }

  List<String> submit(ServerClient central, Batching batching) throws Exception {
    return submit(central, batching, new LogProgress(System::nanoTime));
  }

  List<String> submit(ServerClient central, Batching batching, Progress progress) throws Exception {
    try (var refused = RefusedRows.of(path, FileAccess.OWNER);
        var file = BetFile.open(path, new AgencyId(1), TODAY, refused)) {
      return List.copyOf(
          new FileSubmission(central, file, refused, batching, onRefused, progress).submit());
    }
  }

  Path rejected() {
    return path.resolveSibling("bets.csv.rejected.csv");
  }

  /** The refused rows, as the file lists them. */
  List<String> rejectedLines() throws IOException {
    return Files.exists(rejected()) ? Files.readAllLines(rejected()) : List.of();
  }
}
