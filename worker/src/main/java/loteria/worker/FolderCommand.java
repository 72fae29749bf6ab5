package loteria.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.ModeCheck;
import loteria.ipc.folder.OpenPath;
import loteria.ipc.message.WorkerMessage.ScanDigests;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.Sha256;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.replication.SharedLog;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.verify.VerificationResult;
import loteria.worker.draw.DigestScan;
import org.jspecify.annotations.Nullable;

/** What this process does instead of serving when it is started to read a draw's files. */
final class FolderCommand {
  private static final int WARNINGS_MAX = 1000;

  private FolderCommand() {}

  /** Whether these arguments ask for one. */
  static boolean isOne(String[] arguments) {
    return arguments.length > 0
        && List.of(WorkerArguments.VERIFY, WorkerArguments.EXPORT, WorkerArguments.DIGESTS)
            .contains(arguments[0]);
  }

  /** Carries the command out and prints its outcome. */
  static ExitCode run(String[] arguments) {
    String name = arguments[0];
    try {
      var settings =
          WorkerSettings.ofCommand(
              arguments,
              WorkerArguments.FOLDER,
              WorkerArguments.TO,
              WorkerArguments.SEAL,
              WorkerArguments.REMAINDER,
              WorkerArguments.PARTS,
              WorkerArguments.END,
              WorkerArguments.GROUP_READABLE);
      Path folder = Path.of(settings.text(WorkerArguments.FOLDER));
      if (Files.notExists(folder.resolve(DrawLayout.LOG))) {
        throw new NoSuchFileException(folder.resolve(DrawLayout.LOG).toString());
      }
      FileAccess access = FileAccess.of(settings.isOn(WorkerArguments.GROUP_READABLE));
      if (name.equals(WorkerArguments.DIGESTS)) {
        return digests(folder, settings);
      }
      return name.equals(WorkerArguments.VERIFY)
          ? verify(
              folder,
              access,
              settings.text(WorkerArguments.SEAL),
              WorkerSettings.log(settings, false))
          : export(folder, Path.of(settings.text(WorkerArguments.TO)), access);
    } catch (UsageException e) {
      return failed(name, e.getMessage(), ExitCode.USAGE);
    } catch (NoSuchFileException e) {
      return failed(name, "there is no " + e.getFile(), ExitCode.FAILED);
    } catch (DamagedLogException e) {
      return failed(name, e.getMessage(), ExitCode.LEDGER_DAMAGED);
    } catch (IOException e) {
      return failed(name, "cannot be done: " + e, ExitCode.FAILED);
    }
  }

  private static ExitCode failed(String name, @Nullable String why, ExitCode code) {
    System.err.println(name + ": " + why);
    return code;
  }

  private static ExitCode verify(
      Path folder, FileAccess asked, String seal, @Nullable SharedLog shared) throws IOException {
    VerificationResult report =
        DrawLedger.verify(folder, seal.isEmpty() ? null : Sha256.parse(seal));
    System.out.print(report.text(warnings(ModeCheck.ofDraw(folder, asked))));
    if (!report.isSound()) {
      return ExitCode.FAILED;
    }
    if (shared != null) {
      long messages = DrawLedger.compare(folder, shared);
      System.out.printf(
          Locale.ROOT,
          "topic     %s says the same in its first %d messages%n",
          shared.address().topic(),
          messages);
    }
    return ExitCode.OK;
  }

  private static ExitCode digests(Path folder, Settings settings)
      throws IOException, UsageException {
    var part =
        new ScanDigests(
            0,
            settings.number(WorkerArguments.REMAINDER, 0, Integer.MAX_VALUE),
            settings.number(WorkerArguments.PARTS, 1, Integer.MAX_VALUE),
            Long.parseLong(settings.text(WorkerArguments.END)));
    print(DigestScan.scan(folder, part, FolderCommand::print));
    return ExitCode.OK;
  }

  private static void print(List<AgencyDigest> digests) {
    var text = new StringBuilder();
    digests.forEach(digest -> text.append(digest.line()).append('\n'));
    System.out.print(text);
  }

  private static List<String> warnings(List<OpenPath> open) {
    List<String> lines = new ArrayList<>();
    for (OpenPath path : open.subList(0, Math.min(open.size(), WARNINGS_MAX))) {
      lines.add(path.text() + "; to change that: " + path.remedy());
    }
    if (open.size() > WARNINGS_MAX) {
      lines.add(String.format(Locale.ROOT, "and %d more", open.size() - WARNINGS_MAX));
    }
    return lines;
  }

  private static ExitCode export(Path folder, Path to, FileAccess access) throws IOException {
    long bytes = DrawLedger.export(folder, to, access);
    System.out.printf(Locale.ROOT, "%s written from the log: %d bytes%n", to, bytes);
    return ExitCode.OK;
  }
}
