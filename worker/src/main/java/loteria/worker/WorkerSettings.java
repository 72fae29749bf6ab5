package loteria.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.Limits;
import loteria.ipc.row.AgencyId;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.replication.ReplicatedLogs;
import loteria.ledger.replication.SharedLog;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor tells a worker that it starts.
 *
 * @param slot which place in the pool it fills
 * @param listen the Unix socket to listen on
 * @param coordinator the Unix socket to connect to
 * @param folder the draw's folder, {@code <data>/<draw>}
 * @param ledger which ledger must be there
 * @param files which files it must have, as their fingerprint
 * @param draw the draw's name
 * @param agencies how many take part
 * @param closesAt when the intake closes by itself, or null
 * @param frameBytesMax the longest body of a request
 * @param grace how long an orderly end may take
 * @param logLevel from which level on to log
 * @param access who may use the files that it creates
 * @param log the replicated log, or null where the files are all there is
 * @param token the secret that shows the supervisor that this is its child
 */
record WorkerSettings(
    int slot,
    Path listen,
    Path coordinator,
    Path folder,
    String ledger,
    String files,
    String draw,
    int agencies,
    @Nullable Instant closesAt,
    int frameBytesMax,
    Duration grace,
    String logLevel,
    FileAccess access,
    @Nullable SharedLog log,
    String token) {

  static WorkerSettings read(String[] args, Map<String, String> environment) throws UsageException {
    List<Setting> known = new ArrayList<>(WorkerArguments.TO_SERVE);
    known.addAll(WorkerArguments.OF_LOG);
    var settings = Settings.read(known, args, Map.of());
    return new WorkerSettings(
        settings.number(WorkerArguments.SLOT, 1, Integer.MAX_VALUE),
        Path.of(settings.text(WorkerArguments.LISTEN)),
        Path.of(settings.text(WorkerArguments.COORDINATOR)),
        Path.of(settings.text(WorkerArguments.DATA)).resolve(settings.text(WorkerArguments.DRAW)),
        settings.text(WorkerArguments.LEDGER),
        settings.text(WorkerArguments.FILES),
        settings.text(WorkerArguments.DRAW),
        settings.number(WorkerArguments.AGENCIES, 1, AgencyId.MAX),
        instant(settings.text(WorkerArguments.CLOSES_AT)),
        settings.number(WorkerArguments.MAX_FRAME_BYTES, 1, Limits.REQUEST_BYTES_MAX),
        settings.duration(WorkerArguments.GRACE),
        settings.text(WorkerArguments.LOG_LEVEL),
        FileAccess.of(settings.isOn(WorkerArguments.GROUP_READABLE)),
        log(settings, settings.number(WorkerArguments.SLOT, 1, Integer.MAX_VALUE) == 1),
        environment.getOrDefault(WorkerArguments.TOKEN_VARIABLE, ""));
  }

  /**
   * What a command is given, which this process carries out instead of serving.
   *
   * @param arguments the command, then its flags
   * @param own what it can be given besides what reaches the replicated log
   */
  static Settings ofCommand(String[] arguments, Setting... own) throws UsageException {
    List<Setting> known = new ArrayList<>(WorkerArguments.OF_LOG);
    known.addAll(List.of(own));
    String[] flags = Arrays.copyOfRange(arguments, 1, arguments.length);
    return Settings.read(known, flags, System.getenv());
  }

  private static @Nullable Instant instant(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }

  /** One worker of each server follows; the others read only what they need to answer. */
  static @Nullable SharedLog log(Settings settings, boolean follows) throws UsageException {
    String engine = settings.text(WorkerArguments.LOG_ENGINE);
    return engine.isEmpty() ? null : new SharedLog(engine, logAddress(settings), follows);
  }

  static ReplicatedLogs.Address logAddress(Settings settings) throws UsageException {
    String config = settings.text(WorkerArguments.LOG_CONFIG);
    return new ReplicatedLogs.Address(
        settings.text(WorkerArguments.LOG_SERVERS),
        config.isEmpty() ? null : Path.of(config),
        settings.text(WorkerArguments.LOG_TOPIC),
        settings.duration(WorkerArguments.LOG_TIMEOUT));
  }
}
