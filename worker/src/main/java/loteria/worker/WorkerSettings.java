package loteria.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import loteria.ipc.message.Limits;
import loteria.ipc.row.AgencyId;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;

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
 * @param frameBytesMax the longest body of a request
 * @param grace how long an orderly end may take
 * @param logLevel from which level on to log
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
    int frameBytesMax,
    Duration grace,
    String logLevel,
    String token) {

  /** The environment variable that holds the token: an argument would show in the process list. */
  private static final String TOKEN = "LOTERIA_TOKEN";

  private static final Setting SLOT = required("slot", "N");
  private static final Setting LISTEN = required("listen", "PATH");
  private static final Setting COORDINATOR = required("coordinator", "PATH");
  private static final Setting DATA = required("data", "DIR");
  private static final Setting LEDGER = required("ledger", "ID");
  private static final Setting FILES = required("files", "FINGERPRINT");
  private static final Setting DRAW = required("draw", "NAME");
  private static final Setting AGENCIES = required("agencies", "N");
  private static final Setting MAX_FRAME_BYTES = required("max-frame-bytes", "N");
  private static final Setting GRACE = required("grace", "TIME");
  private static final Setting LOG_LEVEL = required("log-level", "LEVEL");

  static WorkerSettings read(String[] args, Map<String, String> environment) throws UsageException {
    var settings =
        Settings.read(
            List.of(
                SLOT,
                LISTEN,
                COORDINATOR,
                DATA,
                LEDGER,
                FILES,
                DRAW,
                AGENCIES,
                MAX_FRAME_BYTES,
                GRACE,
                LOG_LEVEL),
            args,
            Map.of());
    return new WorkerSettings(
        settings.number(SLOT, 1, Integer.MAX_VALUE),
        Path.of(settings.text(LISTEN)),
        Path.of(settings.text(COORDINATOR)),
        Path.of(settings.text(DATA)).resolve(settings.text(DRAW)),
        settings.text(LEDGER),
        settings.text(FILES),
        settings.text(DRAW),
        settings.number(AGENCIES, 1, AgencyId.MAX),
        settings.number(MAX_FRAME_BYTES, 1, Limits.REQUEST_BYTES_MAX),
        settings.duration(GRACE),
        settings.text(LOG_LEVEL),
        environment.getOrDefault(TOKEN, ""));
  }

  private static Setting required(String flag, String argument) {
    return new Setting(flag, "", "", argument, "told by the supervisor");
  }
}
