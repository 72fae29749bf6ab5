package loteria.supervisor;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.BindException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.runtime.DiskFull;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.ledger.replication.NotServedException;
import loteria.supervisor.certificates.CertificatesCommand;
import loteria.supervisor.control.Operator;
import loteria.supervisor.control.OperatorCommand;
import loteria.supervisor.control.ServerPlace;
import loteria.supervisor.season.DamagedListException;
import loteria.supervisor.season.HeldDraw;
import loteria.supervisor.season.SeasonFile;
import org.jspecify.annotations.Nullable;

/** Where the supervisor's process begins. */
public final class SupervisorMain {
  private static final ActionLog LOG = new ActionLog(SupervisorMain.class);

  private SupervisorMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      if (args.length > 0 && args[0].equals(CertificatesCommand.NAME)) {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        Shutdown.now(CertificatesCommand.run(rest, System.out, System.err));
      }
      Settings given = SupervisorSettings.read(args, System.getenv());
      List<String> words = given.arguments();
      boolean isHelpCommand = !words.isEmpty() && words.getFirst().equals("help");
      if (given.isSet(SupervisorOptions.HELP) || isHelpCommand) {
        System.out.print(help(isHelpCommand ? words.subList(1, words.size()) : words));
      } else if (given.isSet(SupervisorOptions.VERSION)) {
        System.out.println("supervisor " + version());
      } else {
        carryOut(words, given);
      }
    } catch (DamagedListException e) {
      System.err.println("supervisor: " + e.getMessage() + ": put back a copy");
      Shutdown.now(ExitCode.LEDGER_DAMAGED);
    } catch (UsageException e) {
      Logging.flushNow();
      System.err.println("supervisor: " + e.getMessage());
      Shutdown.now(ExitCode.USAGE);
    }
  }

  /** The page of the command that is named, or else of them all. */
  private static String help(List<String> words) throws UsageException {
    if (words.isEmpty()) {
      return SupervisorSettings.help();
    }
    String page = CommandHelp.of(words.getFirst());
    if (page == null) {
      throw OperatorCommand.unknown(words.getFirst());
    }
    return page;
  }

  private static void carryOut(List<String> words, Settings given)
      throws UsageException, IOException, InterruptedException {
    if (!words.isEmpty() && words.getFirst().equals(CertificatesCommand.NAME)) {
      throw new UsageException("'certificates' must be the first word; see certificates --help");
    }
    SupervisorSettings settings = SupervisorSettings.of(given, System.getenv());
    if (DrawImport.isAsked(given)) {
      System.exit(DrawImport.run(settings, given));
    }
    boolean isExportTo = words.size() == 2 && words.getFirst().equals("export");
    switch (isExportTo ? "export FILE" : String.join(" ", words)) {
      case "" -> serve(given, season(settings));
      case "verify" -> System.exit(verify(given, settings));
      case "events" -> Shutdown.now(EventsCommand.run(season(settings), given, System.out));
      case "export" -> System.exit(FolderCommands.export(settings));
      case "export FILE" -> System.exit(FolderCommands.export(settings, Path.of(words.getLast())));
      default ->
          Shutdown.now(operator(season(settings), settings.draw(), given).ask(asked(words, given)));
    }
  }

  /** The settings of the season that the draw belongs to. */
  private static SupervisorSettings season(SupervisorSettings settings)
      throws UsageException, IOException {
    try {
      return settings.ofSeason();
    } catch (DamagedListException e) {
      throw e;
    } catch (IOException e) {
      throw new UsageException("the list of draws cannot be read: " + e);
    }
  }

  /** What the server is asked for. */
  private static List<String> asked(List<String> words, Settings given)
      throws UsageException, IOException {
    return switch (words.getFirst()) {
      case OperatorCommand.BETS -> DocumentOption.words(words, given, System.in);
      case "open" -> withClosing(words, given);
      default -> words;
    };
  }

  /** The time at which the next draw's intake closes is a flag, and a word for the server. */
  private static List<String> withClosing(List<String> words, Settings given) {
    return given.isOnCommandLine(SupervisorOptions.CLOSES_AT)
        ? Stream.concat(words.stream(), Stream.of(given.text(SupervisorOptions.CLOSES_AT))).toList()
        : words;
  }

  private static int verify(Settings given, SupervisorSettings settings)
      throws IOException, InterruptedException, UsageException {
    if (given.isGiven(SupervisorOptions.SEAL)) {
      if (given.isSet(SupervisorOptions.LOG)) {
        throw new UsageException("--seal and --log: verify takes one of them at a time");
      }
      return FolderCommands.verifySeal(settings, given.text(SupervisorOptions.SEAL));
    }
    return given.isSet(SupervisorOptions.LOG)
        ? FolderCommands.verifyLog(settings)
        : FolderCommands.verify(settings);
  }

  /**
   * The operator of the server of a season.
   *
   * @param draw the draw that is named; the season's first stands for whichever is the current one
   */
  private static Operator operator(SupervisorSettings settings, String draw, Settings given)
      throws IOException {
    List<HeldDraw> held = SeasonFile.of(settings.data(), settings.draw()).draws();
    Path current =
        held.isEmpty() ? settings.folder() : settings.data().resolve(held.getLast().name());
    boolean isNamed =
        given.isOnCommandLine(SupervisorOptions.DRAW) && !draw.equals(settings.draw());
    var server =
        new ServerPlace(
            settings.folder(), current.resolve(DrawLayout.SUPERVISOR_LOCK), settings.run());
    return new Operator(
        server,
        isNamed ? draw : null,
        given.isSet(SupervisorOptions.JSON),
        given.isSet(SupervisorOptions.YES),
        System.out,
        System.err);
  }

  private static void serve(Settings given, SupervisorSettings settings)
      throws UsageException, IOException, InterruptedException {
    if (settings.isOverBeforeItBegins(Instant.now())
        && SeasonFile.of(settings.data(), settings.draw()).draws().isEmpty()) {
      throw given.bad(SupervisorOptions.CLOSES_AT, "has passed, and the draw has not begun");
    }
    Logging.level(settings.logLevel());
    LOG.success(
        "config", given.keyValues(SupervisorOptions.WINNING_NUMBER, SupervisorOptions.DOCUMENT));
    DescriptorShares shares =
        DescriptorShares.of(
            DescriptorShares.Limit.now(),
            settings.plan().workers(),
            settings.keepDraws(),
            settings.edge().connections(),
            settings.http() != null);
    // The fleet needs the grace period for its workers, and a little to say that they are gone.
    long graceMillis = settings.timing().grace().toMillis();
    Shutdown shutdown =
        Shutdown.install(Duration.ofMillis(3 * graceMillis + 1_000), ExitCode.OUT_OF_MEMORY);
    ExitCode code = start(settings, shares, shutdown);
    if (code != ExitCode.OK) {
      shutdown.exit(code);
    }
    new CountDownLatch(1).await();
  }

  private static ExitCode start(
      SupervisorSettings settings, DescriptorShares shares, Shutdown shutdown)
      throws InterruptedException {
    try {
      new Supervisor(settings, shares, shutdown).start();
      return ExitCode.OK;
    } catch (UsageException e) {
      return cannotStart(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      if (shutdown.begun()) {
        // The end closes what is only being opened.
        LOG.detail("start", "error", e);
        return ExitCode.OK;
      }
      return cannotStart(settings, e);
    }
  }

  private static ExitCode cannotStart(SupervisorSettings settings, IOException failure) {
    return switch (failure) {
      case BindException e -> {
        LOG.fail("listen", "port", settings.listen().ports(), "error", e.getMessage());
        System.err.println("supervisor: cannot listen: " + e.getMessage());
        yield ExitCode.CANNOT_LISTEN;
      }
      case SocketException e -> cannotStart(ExitCode.FAILED, e);
      case ReplicatedRun.NotBegunException e -> cannotStart(ExitCode.FAILED, e.getMessage());
      case UnknownLedgerException e -> cannotStart(ExitCode.LEDGER_DAMAGED, e.getMessage());
      case DamagedListException e -> cannotStart(ExitCode.LEDGER_DAMAGED, e.getMessage());
      case NotServedException e -> cannotStart(ExitCode.MOVED, e.getMessage());
      case RunDirectory.InUseException e -> cannotStart(ExitCode.DATA_IN_USE, e.getMessage());
      default -> {
        boolean full = isFullDisk(failure, settings.folder());
        yield cannotStart(
            ExitCode.DISK_FAILED,
            full ? "the disk is full: make room and start again: " + failure : failure);
      }
    };
  }

  private static boolean isFullDisk(IOException failure, Path folder) {
    long room = Files.isDirectory(folder) ? folder.toFile().getUsableSpace() : Long.MAX_VALUE;
    return DiskFull.isWhy(failure, room);
  }

  private static ExitCode cannotStart(ExitCode code, @Nullable Object why) {
    LOG.fail("start", "error", why);
    System.err.println("supervisor: cannot start: " + why);
    return code;
  }

  static String version() {
    ModuleDescriptor descriptor = SupervisorMain.class.getModule().getDescriptor();
    return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
  }
}
