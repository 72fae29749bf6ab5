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
import loteria.agency.receipt.ReceiptFile;
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
  private long late;

  private AgencyFile(Path path) {
    this.path = path;
  }

  static AgencyFile of(Path folder, List<String> lines) throws IOException {
    return new AgencyFile(
        Files.writeString(folder.resolve("bets.csv"), String.join("\n", lines) + "\n"));
  }

  /** A file that is there. */
  static AgencyFile at(Path path) {
    return new AgencyFile(path);
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

  List<String> submit(FakeServer central, Batching batching) throws Exception {
    return submit(central.server(Duration.ofSeconds(20)), batching);
  }

  List<String> submit(ServerClient central, Batching batching) throws Exception {
    return submit(central, batching, new LogProgress(System::nanoTime));
  }

  List<String> submit(ServerClient central, Batching batching, Progress progress) throws Exception {
    try (var refused = RefusedRows.of(path, FileAccess.OWNER);
        var file = BetFile.open(path, new AgencyId(1), TODAY, refused)) {
      var receipt = ReceiptFile.of(path, FileAccess.OWNER, new AgencyId(1), "");
      var submission =
          new FileSubmission(central, file, refused, receipt, batching, onRefused, progress);
      List<String> winners = List.copyOf(submission.submit());
      submission.completeReceipt();
      late = submission.late();
      return winners;
    }
  }

  /** How many rows the last run found to be too late. */
  long late() {
    return late;
  }

  /** The list of late rows, to the byte; empty if there is none. */
  String lateRows() throws IOException {
    Path list = path.resolveSibling("bets.csv.late.csv");
    return Files.exists(list) ? Files.readString(list) : "";
  }

  /** The receipt; empty if there is none. */
  String receipt() throws IOException {
    Path receipt = path.resolveSibling("bets.csv.receipt");
    return Files.exists(receipt) ? Files.readString(receipt) : "";
  }

  Path rejected() {
    return path.resolveSibling("bets.csv.rejected.csv");
  }

  /** The refused rows, as the file lists them. */
  List<String> rejectedLines() throws IOException {
    return Files.exists(rejected()) ? Files.readAllLines(rejected()) : List.of();
  }
}
