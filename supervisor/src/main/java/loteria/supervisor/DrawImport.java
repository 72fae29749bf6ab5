package loteria.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.folder.DrawFolder;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code supervisor import FOLDER}: a worker's JVM makes the ledger of these settings
 * out of the one in a draw's folder, while this process holds the locks of both.
 */
final class DrawImport {
  static final Setting TOPIC_LOST =
      new Setting(
          "topic-lost", "", "", "", "with import: the topic that FOLDER is a copy of is lost");

  private static final String NAME = "import";

  private final SupervisorSettings settings;
  private final Settings given;
  private final Path source;

  /** The replicated log that is made, or that the source is a copy of; null where none is named. */
  private final @Nullable LedgerSettings log;

  private DrawImport(SupervisorSettings settings, Settings given) throws UsageException {
    this.settings = settings;
    this.given = given;
    this.source = source(given.arguments());
    this.log = settings.ledger() == null ? logOfSource() : settings.ledger();
  }

  /** Whether a command line asks for it. */
  static boolean isAsked(Settings given) {
    return !given.arguments().isEmpty() && given.arguments().getFirst().equals(NAME);
  }

  /** Carries it out; returns the exit code. */
  static int run(SupervisorSettings settings, Settings given)
      throws IOException, InterruptedException, UsageException {
    return new DrawImport(settings, given).run();
  }

  private static Path source(List<String> words) throws UsageException {
    if (words.size() != 2) {
      throw new UsageException("import needs one argument: the folder of the draw to import");
    }
    try {
      Path folder = Path.of(words.getLast()).toAbsolutePath().normalize();
      if (Files.isDirectory(folder.resolve(DrawLayout.LOG)) && folder.getFileName() != null) {
        return folder;
      }
      throw new UsageException(folder + " is no draw's folder: there is no log in it");
    } catch (InvalidPathException _) {
      throw new UsageException("'" + words.getLast() + "' is no path");
    }
  }

  /** The folder has its draw's name, and so has the topic. */
  private @Nullable LedgerSettings logOfSource() throws UsageException {
    return given.text(SupervisorOptions.KAFKA).isBlank()
        ? null
        : LedgerSettings.ofDraw(given, String.valueOf(source.getFileName()));
  }

  private int run() throws IOException, InterruptedException, UsageException {
    Path target = settings.folder();
    RunDirectory.checkIsFolder("--data", target);
    if (Files.exists(target) && Files.isSameFile(source, target)) {
      throw new UsageException(
          source + " would be imported into itself: use another --draw, or another --data");
    }
    try (DataLock lock = DataLock.take(source)) {
      return lock == null ? inUse(source) : into(target);
    }
  }

  private int into(Path target) throws IOException, InterruptedException {
    if (settings.ledger() != null) {
      return ask(target);
    }
    DrawFolder.make(target, settings.access());
    try (DataLock lock = DataLock.take(target)) {
      return lock == null ? inUse(target) : ask(target);
    }
  }

  private static int inUse(Path folder) {
    System.err.println("import: a supervisor serves the draw in " + folder + ": stop it");
    return ExitCode.DATA_IN_USE.code();
  }

  private int ask(Path target) throws IOException, InterruptedException {
    boolean isOfGroup = settings.access() == FileAccess.GROUP_READABLE;
    WorkerArguments arguments =
        new WorkerArguments(WorkerArguments.IMPORT)
            .with(WorkerArguments.FOLDER, source)
            .with(WorkerArguments.TO, target)
            .with(WorkerArguments.TO_LOG, settings.ledger() != null)
            .with(WorkerArguments.TOPIC_LOST, given.isSet(TOPIC_LOST))
            .with(WorkerArguments.AGENCIES, settings.agencies())
            .with(WorkerArguments.GROUP_READABLE, isOfGroup);
    if (log != null) {
      log.addTo(arguments)
          .with(WorkerArguments.CREATE, log.create())
          .with(WorkerArguments.FORCED, log.forced());
    }
    return FolderCommands.ask(WorkerCommand.of(settings, log), arguments, settings.workerSecrets());
  }
}
