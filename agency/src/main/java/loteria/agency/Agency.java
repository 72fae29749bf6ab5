package loteria.agency;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.SplittableRandom;
import loteria.agency.progress.BarProgress;
import loteria.agency.progress.LogProgress;
import loteria.agency.progress.Progress;
import loteria.agency.progress.Terminal;
import loteria.agency.receipt.ReceiptFile;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.agency.source.SingleBet;
import loteria.agency.submit.FileSubmission;
import loteria.agency.submit.ServerClient;
import loteria.agency.submit.SingleSubmission;
import loteria.agency.submit.Stopped;
import loteria.agency.submit.SubmissionFailed;
import loteria.ipc.folder.ModeCheck;
import loteria.ipc.folder.OpenPath;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.time.WallClock;
import org.jspecify.annotations.Nullable;

/** One run of an agency: opens what its job needs, does it, and says how it went. */
final class Agency {
  private static final ActionLog LOG = new ActionLog(Agency.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AgencyOptions options;
  private final Shutdown shutdown;
  private final LocalDate today = WallClock.today();

  /** Whether nothing more of this agency is taken. */
  private boolean isOver;

  private Agency(AgencyOptions options, Shutdown shutdown) {
    this.options = options;
    this.shutdown = shutdown;
  }

  /** Does the job; whatever was opened is closed when the process ends. */
  static ExitCode run(AgencyOptions options) {
    Shutdown shutdown = Shutdown.install(GRACE, ExitCode.FAILED);
    var agency = new Agency(options, shutdown);
    ExitCode exitCode = agency.run();
    shutdown.exit(
        exitCode, exitCode == ExitCode.OK ? "" : NextStep.after(exitCode, options, agency.isOver));
    return exitCode;
  }

  private ExitCode run() {
    try {
      AgencyOptions.Job job = options.job();
      return job instanceof AgencyOptions.Job.OfFile(Path file)
          ? send(file)
          : send(((AgencyOptions.Job.OfSingleBet) job).bet());
    } catch (SubmissionFailed e) {
      LOG.fail("envio", "error", e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      LOG.fail("envio", "error", e);
      return ExitCode.FAILED;
    } catch (Stopped _) {
      return ExitCode.OK;
    } catch (Throwable e) {
      // An Error too, or the process would end as if all were well.
      e.printStackTrace();
      LOG.fail("envio", "error", e);
      return ExitCode.FAILED;
    }
  }

  private ExitCode send(Path path) throws IOException, SubmissionFailed, Stopped {
    var refused = RefusedRows.of(path, options.access());
    shutdown.closeAtEnd("refused_rows", refused);
    warnOfOthers(ModeCheck.ofFile(refused.path(), options.access()));
    var file = BetFile.open(path, options.servers().agency(), today, refused);
    shutdown.closeAtEnd("file", file);
    Collection<String> winners;
    FileSubmission submission;
    try (Progress progress = progress(file)) {
      submission =
          new FileSubmission(
              central(),
              file,
              refused,
              receipt(path),
              options.batching(),
              options.onRefused(),
              progress);
      winners = submission.submit();
      isOver = true;
    }
    print(winners);
    submission.completeReceipt();
    if (refused.count() > 0) {
      LOG.warn(
          "apuestas_rechazadas",
          "cantidad",
          refused.count(),
          "file",
          refused.path(),
          "error",
          "final: this agency has finished without them");
    }
    if (submission.late() > 0) {
      return ExitCode.TOO_LATE;
    }
    return refused.count() == 0 ? ExitCode.OK : ExitCode.ROWS_REFUSED;
  }

  private ReceiptFile receipt(Path path) {
    return ReceiptFile.of(
        path, options.access(), options.servers().agency(), options.servers().draw());
  }

  /** The list of an earlier run keeps its mode. */
  private static void warnOfOthers(@Nullable OpenPath list) {
    if (list != null) {
      LOG.warn("permissions", "error", list.text(), "next", list.remedy());
    }
  }

  private ExitCode send(SingleBet bet) throws SubmissionFailed, Stopped {
    String reason = bet.reason(options.servers().agency(), today);
    if (reason != null) {
      throw new SubmissionFailed(ExitCode.ROWS_REFUSED, "the bet is refused: " + reason);
    }
    new SingleSubmission(central(), options.servers().agency(), bet).submit();
    // The exercise's line: it tells the caller of this program the bet that the caller gave it.
    LOG.success("apuesta_enviada", "dni", bet.document(), "numero", bet.number());
    return ExitCode.OK;
  }

  private ServerClient central() {
    var central = new ServerClient(options.servers(), new SplittableRandom());
    shutdown.closeAtEnd("connection", central);
    return central;
  }

  private static Progress progress(BetFile file) {
    boolean watched = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return watched && Terminal.canRedraw(System.getenv())
        ? new BarProgress(
            System.out, file.bytes(), System::nanoTime, new Terminal(System::nanoTime))
        : new LogProgress(System::nanoTime);
  }

  /** The agency's own clerk reads these: they go to standard output, and into no log. */
  private static void print(Collection<String> winners) throws SubmissionFailed {
    LOG.success("consulta_ganadores", "cant_ganadores", winners.size());
    Logging.flushNow();
    var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    try {
      for (String document : winners) {
        out.write(("winner: " + document + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
    } catch (IOException e) {
      String what = "the winners cannot be written to standard output: " + e.getMessage();
      System.err.println("agency: " + what);
      throw new SubmissionFailed(ExitCode.FAILED, what);
    }
  }
}
