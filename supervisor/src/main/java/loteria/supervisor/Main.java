package loteria.supervisor;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import loteria.ipc.folder.UnknownLedgerException;
import loteria.ipc.log.ActionLog;
import loteria.ipc.log.Logging;
import loteria.ipc.process.DiskFull;
import loteria.ipc.process.ExitCode;
import loteria.ipc.process.Settings;
import loteria.ipc.process.Shutdown;
import loteria.ipc.process.UsageException;
import loteria.supervisor.control.Operator;

/** Where the supervisor's process begins. */
public final class Main {
  private static final ActionLog LOG = new ActionLog(Main.class);

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      Settings told = SupervisorSettings.read(args, System.getenv());
      if (told.isSet(SupervisorOptions.HELP) || told.arguments().equals(List.of("help"))) {
        System.out.print(SupervisorSettings.help());
      } else if (told.isSet(SupervisorOptions.VERSION)) {
        System.out.println("supervisor " + version());
      } else {
        carryOut(told.arguments(), told);
      }
    } catch (UsageException e) {
      Logging.flushNow();
      System.err.println("supervisor: " + e.getMessage());
      Shutdown.now(ExitCode.USAGE);
    }
  }

  private static void carryOut(List<String> words, Settings told)
      throws UsageException, IOException, InterruptedException {
    SupervisorSettings settings = SupervisorSettings.of(told, System.getenv());
    switch (String.join(" ", words)) {
      case "" -> serve(told, settings);
      case "verify" -> System.exit(Verify.run(settings));
      default -> Shutdown.now(operator(settings, told).ask(words));
    }
  }

  private static Operator operator(SupervisorSettings settings, Settings told) {
    return new Operator(
        settings.run(),
        told.isSet(SupervisorOptions.JSON),
        told.isSet(SupervisorOptions.YES),
        System.out,
        System.err);
  }

  private static void serve(Settings told, SupervisorSettings settings)
      throws UsageException, InterruptedException {
    Logging.level(settings.logLevel());
    LOG.success("config", told.keyValues());
    DescriptorLimit files = DescriptorLimit.now();
    if (files != null) {
      files.check(settings.plan().workers(), settings.edge().connections());
    }
    // The fleet needs the grace period for its workers, and a little to say that they are gone.
    long graceMillis = settings.timing().grace().toMillis();
    Shutdown shutdown =
        Shutdown.install(Duration.ofMillis(3 * graceMillis + 1_000), ExitCode.OUT_OF_MEMORY);
    ExitCode code = start(settings, shutdown);
    if (code != ExitCode.OK) {
      shutdown.exit(code);
    }
    new CountDownLatch(1).await();
  }

  private static ExitCode start(SupervisorSettings settings, Shutdown shutdown)
      throws InterruptedException {
    try {
      return new Supervisor(settings, shutdown).start();
    } catch (BindException e) {
      LOG.fail("listen", "port", settings.port(), "error", e.getMessage());
      return ExitCode.CANNOT_LISTEN;
    } catch (UnknownLedgerException e) {
      LOG.fail("data", "error", e.getMessage());
      return ExitCode.JOURNAL_DAMAGED;
    } catch (IOException e) {
      if (isForWantOfRoom(e, settings.folder())) {
        LOG.fail("start", "error", "the disk is full: make room and start again: " + e);
        return ExitCode.DISK_FAILED;
      }
      LOG.fail("start", "error", e);
      return ExitCode.USAGE;
    }
  }

  private static boolean isForWantOfRoom(IOException failure, Path folder) {
    long room = Files.isDirectory(folder) ? folder.toFile().getUsableSpace() : Long.MAX_VALUE;
    return DiskFull.isWhy(failure, room);
  }

  static String version() {
    ModuleDescriptor descriptor = Main.class.getModule().getDescriptor();
    return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
  }
}
