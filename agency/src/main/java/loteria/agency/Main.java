package loteria.agency;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import loteria.agency.generate.Generate;
import loteria.ipc.log.ActionLog;
import loteria.ipc.log.Logging;
import loteria.ipc.process.ExitCode;
import loteria.ipc.process.Settings;
import loteria.ipc.process.Shutdown;
import loteria.ipc.process.UsageException;

/** The program {@code agency}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Shutdown.now(run(args, System.getenv()));
  }

  private static ExitCode run(String[] args, Map<String, String> environment) {
    try {
      if (args.length > 0 && args[0].equals("generate")) {
        return Generate.run(Arrays.copyOfRange(args, 1, args.length));
      }
      Settings settings = Settings.read(Options.KNOWN, args, environment);
      if (settings.isSet(Options.HELP) || settings.arguments().equals(List.of("help"))) {
        System.out.print(AgencyHelp.of(Options.KNOWN));
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
