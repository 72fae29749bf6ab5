package loteria.agency;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import loteria.agency.generate.Generate;
import loteria.agency.receipt.Check;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;

/** The program {@code agency}. */
public final class AgencyMain {
  private AgencyMain() {}

  public static void main(String[] args) {
    Shutdown.now(run(args, System.getenv()));
  }

  private static ExitCode run(String[] args, Map<String, String> environment) {
    try {
      if (args.length > 0 && args[0].equals("generate")) {
        return Generate.run(Arrays.copyOfRange(args, 1, args.length));
      }
      if (args.length > 0 && args[0].equals("check")) {
        return Check.run(Arrays.copyOfRange(args, 1, args.length), System.out);
      }
      if (List.of(args).equals(List.of("help", "generate"))) {
        return Generate.run(new String[] {"--help"});
      }
      if (List.of(args).equals(List.of("help", "check"))) {
        return Check.run(new String[] {"--help"}, System.out);
      }
      Settings settings = Settings.read(AgencyOptions.KNOWN, args, environment);
      if (settings.isSet(AgencyOptions.HELP) || settings.arguments().equals(List.of("help"))) {
        System.out.print(AgencyHelp.of(AgencyOptions.KNOWN));
        return ExitCode.OK;
      }
      if (settings.isSet(AgencyOptions.VERSION)) {
        System.out.println("agency " + version());
        return ExitCode.OK;
      }
      AgencyOptions options = AgencyOptions.of(settings, environment);
      Logging.level(options.logLevel());
      new ActionLog(AgencyMain.class).success("config", settings.keyValues());
      return Agency.run(options);
    } catch (UsageException e) {
      System.err.println("agency: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private static String version() {
    return AgencyMain.class
        .getModule()
        .getDescriptor()
        .rawVersion()
        .orElse("of an unknown version");
  }
}
