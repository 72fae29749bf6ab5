package loteria.worker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.StoredBet;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.state.DamagedLogException;
import loteria.worker.draw.DocumentScan;

/**
 * What this process does instead of serving when an operator looks up a person's bets: reads the
 * document from the first line of its standard input, and prints a line {@code bet} and the bet for
 * each, then {@code end} and their number; or else {@code failed}, and why. The document is in no
 * argument, which every user of the machine could read.
 */
final class BetsCommand {
  private static final byte[] BET = "bet ".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private long count;

  private BetsCommand(OutputStream out) {
    this.out = out;
  }

  /**
   * Carries the command out.
   *
   * @param isAsked called once the document is read; the rest of the input is the caller's
   */
  static ExitCode run(String[] arguments, InputStream in, OutputStream out, Runnable isAsked) {
    var command = new BetsCommand(new BufferedOutputStream(out, 1 << 16));
    try {
      return command.run(arguments, in, isAsked);
    } catch (IOException _) {
      // Nobody reads what it prints.
      return ExitCode.FAILED;
    }
  }

  private ExitCode run(String[] arguments, InputStream in, Runnable isAsked) throws IOException {
    try {
      var settings =
          Settings.read(
              List.of(WorkerArguments.FOLDER),
              Arrays.copyOfRange(arguments, 1, arguments.length),
              Map.of());
      String document = line(in);
      isAsked.run();
      search(Path.of(settings.text(WorkerArguments.FOLDER)), document);
      say("end " + count);
      return ExitCode.OK;
    } catch (UsageException e) {
      say("failed " + e.getMessage());
      return ExitCode.USAGE;
    } catch (NoSuchFileException e) {
      say("failed there is no " + e.getFile());
      return ExitCode.FAILED;
    } catch (DamagedLogException e) {
      say("failed " + e.getMessage());
      return ExitCode.LEDGER_DAMAGED;
    } catch (IOException e) {
      say("failed the log cannot be read: " + e);
      return ExitCode.FAILED;
    }
  }

  private void search(Path folder, String document) throws IOException, UsageException {
    if (!RowCheck.isDocument(document)) {
      throw new UsageException("the first line of the input is not a document");
    }
    Path log = folder.resolve(DrawLayout.LOG);
    if (Files.notExists(log)) {
      throw new NoSuchFileException(log.toString());
    }
    DocumentScan.scan(folder, document, this::bet);
  }

  private void bet(long millis, StoredBet.Outcome outcome, byte[] rows, int from, int to)
      throws IOException {
    out.write(BET);
    out.write(StoredBet.beforeRow(millis, outcome));
    out.write(rows, from, to - from);
    out.write('\n');
    count++;
  }

  private void say(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read();
        next >= 0 && next != '\n' && line.length() <= RowCheck.DOCUMENT_MAX;
        next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
