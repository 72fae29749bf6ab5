package loteria.agency;

import java.util.Arrays;
import java.util.Map;
import loteria.agency.generate.Generate;
import loteria.ipc.log.ActionLog;
import loteria.ipc.log.Logging;
import loteria.ipc.process.ExitCode;
import loteria.ipc.process.Settings;
import loteria.ipc.process.UsageException;

/** The program {@code agency}. */
public final class Main {
  private static final String USAGE =
      "agency --id N --file FILE [--server HOST:PORT] [...]\n       agency generate --bets N [...]";

  private static final String PURPOSE =
      """
      Sends an agency's bets to the central server and prints its winners. It goes on where it
      was cut short, however that happened: just start it again. Without --file it sends the one
      bet of NOMBRE, APELLIDO, DOCUMENTO, NACIMIENTO and NUMERO in the environment.
      Each setting may also be an environment variable, or a line of the --config file;
      a flag comes first, then the environment, then the file.\
      """;

  private static final String EXIT_CODES =
      """
      Exit codes:
        0  everything is stored; or asked to end (SIGTERM), and all that was sent is accounted for
        1  the file cannot be read or written, or the program failed: the log says why
        2  a setting is wrong: the line on standard error says which
        3  some rows were refused: FILE.rejected.csv says which and why; all others are stored
        4  the server could not be reached in time: start again later, it goes on from there
        5  the server refuses this agency: the log says why; starting again will not help\
      """;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args, System.getenv()).code());
  }

  private static ExitCode run(String[] args, Map<String, String> environment) {
    try {
      if (args.length > 0 && args[0].equals("generate")) {
        return Generate.run(Arrays.copyOfRange(args, 1, args.length));
      }
      Settings settings = Settings.read(Options.KNOWN, args, environment);
      if (settings.isSet(Options.HELP)) {
        System.out.print(Settings.help(Options.KNOWN, USAGE, PURPOSE, EXIT_CODES));
        return ExitCode.OK;
      }
      if (settings.isSet(Options.VERSION)) {
        System.out.println("agency " + version());
        return ExitCode.OK;
      }
      Options options = Options.of(settings, environment);
      Logging.level(options.logLevel());
      new ActionLog(Main.class).success("config", settings.keyValues());
      return Agency.run(options);
    } catch (UsageException e) {
      System.err.println("agency: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private static String version() {
    return Main.class.getModule().getDescriptor().rawVersion().orElse("of an unknown version");
  }
}
