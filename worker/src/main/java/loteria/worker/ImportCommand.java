package loteria.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.Logging;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.ledger.replication.LogAppender;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.NotServedException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLogs;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.transfer.FileImport;
import loteria.ledger.transfer.ImportRefusedException;
import loteria.ledger.transfer.ImportRules;
import loteria.ledger.transfer.ImportSource;
import loteria.ledger.transfer.SourceTopic;
import loteria.ledger.transfer.TopicImport;
import org.jspecify.annotations.Nullable;

/**
 * What this process does instead of serving when a supervisor imports a draw; the supervisor holds
 * the locks of both folders. The mark in the source comes last.
 */
final class ImportCommand {
  private static final long RETRY_AFTER_MS = 1000;
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  private final Path folder;
  private final Path target;
  private final FileAccess access;
  private final ImportRules rules;
  private final ReplicatedLogs.@Nullable Address address;
  private final String engine;
  private final boolean toLog;
  private final boolean create;
  private final boolean forced;
  private final boolean isTopicLost;
  private final ImportProgress progress = new ImportProgress(System.out, System::nanoTime);

  private ImportCommand(Settings settings) throws UsageException {
    this.folder = Path.of(settings.text(WorkerArguments.FOLDER));
    this.target = Path.of(settings.text(WorkerArguments.TO));
    this.access = FileAccess.of(settings.isOn(WorkerArguments.GROUP_READABLE));
    this.rules =
        new ImportRules(
            settings.number(WorkerArguments.AGENCIES, 1, AgencyId.MAX),
            settings.number(
                WorkerArguments.WINNING_NUMBER, LogBeginning.NO_NUMBER, RowCheck.NUMBER_MAX));
    this.engine = settings.text(WorkerArguments.LOG_ENGINE);
    this.address = engine.isEmpty() ? null : WorkerSettings.logAddress(settings);
    this.toLog = settings.isOn(WorkerArguments.TO_LOG);
    this.create = settings.isOn(WorkerArguments.CREATE);
    this.forced = settings.isOn(WorkerArguments.FORCED);
    this.isTopicLost = settings.isOn(WorkerArguments.TOPIC_LOST);
  }

  /** Carries the command out and prints its outcome. */
  static ExitCode run(String[] arguments) {
    try {
      var settings =
          WorkerSettings.ofCommand(
              arguments,
              WorkerArguments.FOLDER,
              WorkerArguments.TO,
              WorkerArguments.TO_LOG,
              WorkerArguments.TOPIC_LOST,
              WorkerArguments.AGENCIES,
              WorkerArguments.WINNING_NUMBER,
              WorkerArguments.CREATE,
              WorkerArguments.FORCED,
              WorkerArguments.GROUP_READABLE);
      new ImportCommand(settings).carryOut();
      return ExitCode.OK;
    } catch (NotServedException e) {
      return failed(e.getMessage(), ExitCode.MOVED);
    } catch (UsageException | ImportRefusedException | ReplicatedLogs.UnsuitableException e) {
      return failed(e.getMessage(), ExitCode.USAGE);
    } catch (DamagedLogException | UnknownLedgerException e) {
      return failed(e.getMessage(), ExitCode.LEDGER_DAMAGED);
    } catch (NoSuchFileException e) {
      return failed("there is no " + e.getFile(), ExitCode.FAILED);
    } catch (IOException e) {
      return failed("did not end: " + e.getMessage() + "; import again", ExitCode.FAILED);
    }
  }

  private static ExitCode failed(@Nullable String why, ExitCode code) {
    Logging.flushNow();
    System.err.println("import: " + why);
    return code;
  }

  private void carryOut() throws IOException {
    ImportSource source = ImportSource.read(folder, rules, progress::stored);
    progress.begins(folder, source.bets());
    if (source.isCopy() && !isTopicLost && (toLog || address == null)) {
      throw new ImportRefusedException(
          folder
              + " is the copy of a topic, which must end here: name its brokers with --ledger file"
              + " --kafka, or say that it is gone with --topic-lost");
    }
    String place = toLog ? intoLog(source) : intoFiles(source);
    source.moved(place, access);
    progress.ended(place);
  }

  private String intoLog(ImportSource source) throws IOException {
    ReplicatedLogs.Address to = address();
    ReplicatedLogs.Provider provider = ReplicatedLogs.provider(engine);
    provider.prepare(to, create, forced);
    try (ReplicatedLog log = provider.open(to)) {
      progress.came(TopicImport.run(source, appender(log), to.topic(), target));
    }
    return "topic " + to.topic() + " at " + to.servers();
  }

  private String intoFiles(ImportSource source) throws IOException {
    String place = "the folder " + target.toAbsolutePath() + " on " + host();
    if (!source.isCopy() || isTopicLost) {
      progress.came(FileImport.run(source, target, access, null, place));
      return place;
    }
    try (ReplicatedLog log = ReplicatedLogs.provider(engine).open(address())) {
      var topic = new SourceTopic(source, appender(log), address().topic());
      progress.came(FileImport.run(source, target, access, topic, place));
    }
    return place;
  }

  private ReplicatedLogs.Address address() throws ImportRefusedException {
    if (address == null) {
      throw new ImportRefusedException("--kafka is needed");
    }
    return address;
  }

  private static LogAppender appender(ReplicatedLog log) {
    return new LogAppender(log, RETRY_AFTER_MS);
  }

  private static String host() throws IOException {
    return Files.isReadable(HOST)
        ? Files.readString(HOST, StandardCharsets.UTF_8).strip()
        : "this machine";
  }
}
