package loteria.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.ipc.settings.WorkerArguments;
import loteria.ledger.folder.UnknownLedgerException;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.NotServedException;
import loteria.ledger.replication.ReplicatedLog;
import loteria.ledger.replication.ReplicatedLog.Message;
import loteria.ledger.replication.ReplicatedLogs;
import loteria.ledger.replication.ServableLog;
import loteria.ledger.replication.UnavailableException;

/**
 * What this process does instead of serving when a supervisor begins on a replicated log: makes and
 * checks the log, appends that a run begins, and prints, a line each, which ledger it is, which
 * run, and what an acknowledgement means; or else {@code bad}, and which setting is, {@code moved},
 * and where, {@code unknown}, and which ledger, or {@code failed}, and what did. Waits while the
 * log cannot be reached. Appends nothing where the folder has another ledger than the log.
 */
final class BeginCommand {
  private static final ActionLog LOG = new ActionLog(BeginCommand.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final int TRIES_PER_LINE = 5;

  private final ReplicatedLogs.Provider provider;
  private final ReplicatedLogs.Address address;
  private final LogBeginning own;
  private final boolean create;
  private final boolean forced;
  private final boolean follow;
  private final String ledgerBefore;
  private final int runAfter;

  private BeginCommand(Settings settings) throws UsageException, IOException {
    this.provider = ReplicatedLogs.provider(settings.text(WorkerArguments.LOG_ENGINE));
    this.address = WorkerSettings.logAddress(settings);
    this.own =
        new LogBeginning(
            UUID.randomUUID(),
            settings.number(WorkerArguments.AGENCIES, 1, AgencyId.MAX),
            settings.number(
                WorkerArguments.WINNING_NUMBER, LogBeginning.NO_NUMBER, RowCheck.NUMBER_MAX));
    this.create = settings.isOn(WorkerArguments.CREATE);
    this.forced = settings.isOn(WorkerArguments.FORCED);
    this.follow = settings.isOn(WorkerArguments.FOLLOW);
    this.ledgerBefore = settings.text(WorkerArguments.LEDGER);
    this.runAfter = settings.number(WorkerArguments.RUN_AFTER, 0, Integer.MAX_VALUE);
  }

  /** Carries the command out and prints its outcome. */
  static ExitCode run(String[] arguments) {
    try {
      var settings =
          WorkerSettings.ofCommand(
              arguments,
              WorkerArguments.AGENCIES,
              WorkerArguments.WINNING_NUMBER,
              WorkerArguments.CREATE,
              WorkerArguments.FORCED,
              WorkerArguments.FOLLOW,
              WorkerArguments.LEDGER,
              WorkerArguments.RUN_AFTER);
      new BeginCommand(settings).begin();
      return ExitCode.OK;
    } catch (UsageException | ReplicatedLogs.UnsuitableException e) {
      return said("bad", e, ExitCode.USAGE);
    } catch (NotServedException e) {
      return said("moved", e, ExitCode.MOVED);
    } catch (UnknownLedgerException e) {
      return said("unknown", e, ExitCode.LEDGER_DAMAGED);
    } catch (IOException e) {
      return said("failed", e, ExitCode.FAILED);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private static ExitCode said(String word, Exception why, ExitCode code) {
    Logging.flushNow();
    System.out.printf(Locale.ROOT, "%s %s%n", word, why.getMessage());
    return code;
  }

  private void begin() throws IOException, UsageException, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        String ack = prepare();
        try (ReplicatedLog log = provider.open(address)) {
          begin(log, ack);
        }
        return;
      } catch (UnavailableException e) {
        if (tries % TRIES_PER_LINE == 0) {
          LOG.warn("replicated_log", "log", address.topic(), "error", e.getMessage());
        }
        TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
      }
    }
  }

  /** Makes no log where the folder has a ledger: that has lost its own, or is still to be moved. */
  private String prepare() throws IOException {
    try {
      return provider.prepare(address, create && !follow && ledgerBefore.isEmpty(), forced);
    } catch (ReplicatedLogs.MissingException e) {
      throw ledgerBefore.isEmpty() || follow ? e : notOf("is missing");
    }
  }

  private UnknownLedgerException notOf(String how) {
    return new UnknownLedgerException(
        String.format(
            Locale.ROOT,
            "topic %s %s, and the draw's folder has ledger %s: see supervisor import, with"
                + " --topic-lost if the topic has had that",
            address.topic(),
            how,
            ledgerBefore));
  }

  private void begin(ReplicatedLog log, String ack) throws IOException, UsageException {
    int run = mayAppend(log) ? own.beginRun(log, runAfter) : Math.toIntExact(log.end());
    LogBeginning ledger = first(log);
    System.out.printf(Locale.ROOT, "ledger %s%nrun %d%nack %s%n", ledger.id(), run, ack);
  }

  /**
   * Whether the message is appended that begins a run: one that follows has the run of the last
   * message, and where the folder has another ledger the supervisor will end.
   */
  private boolean mayAppend(ReplicatedLog log) throws IOException, UsageException {
    if (log.end() > 0) {
      // Where the rules are others, nothing is begun.
      String ledger = first(log).id().toString();
      return !follow && (ledgerBefore.isEmpty() || ledgerBefore.equals(ledger));
    }
    if (follow) {
      throw new UnavailableException("no server has begun " + address.topic() + " yet");
    }
    if (!ledgerBefore.isEmpty()) {
      throw notOf("is empty");
    }
    return true;
  }

  private LogBeginning first(ReplicatedLog log) throws IOException, UsageException {
    List<Message> read = log.read(0, address.timeout());
    if (read.isEmpty()) {
      throw new UnavailableException("its first message cannot be read");
    }
    LogBeginning first = LogBeginning.read(read.getFirst().content());
    if (first == null || read.getFirst().offset() != 0) {
      if (!ledgerBefore.isEmpty()) {
        throw notOf("does not begin as the log of a draw");
      }
      throw new UsageException(address.topic() + " does not begin as the log of a draw");
    }
    String difference = first.differenceTo(own);
    if (difference != null) {
      throw new UsageException(difference);
    }
    ServableLog.check(log, first);
    return first;
  }
}
