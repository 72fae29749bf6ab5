package loteria.worker;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.folder.FolderWatch;
import loteria.ipc.io.UnixSocket;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.logging.Logging;
import loteria.ipc.message.Reply;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.row.AgencyId;
import loteria.ipc.runtime.DiskFull;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.runtime.Shutdown;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.folder.FolderFiles;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.state.DamagedLogException;
import loteria.worker.draw.ScanOrders;
import loteria.worker.draw.WinnersIndex;
import loteria.worker.session.DrawResults;
import loteria.worker.session.IntakeEnd;
import loteria.worker.session.RequestHandler;
import loteria.worker.session.Sessions;
import org.jspecify.annotations.Nullable;

/** One worker: wires ledger, sessions and link together, and obeys the supervisor's orders. */
final class Worker implements Ledger.Events {
  private static final ActionLog LOG = new ActionLog(Worker.class);
  private static final Duration HEARTBEAT_EVERY = Duration.ofMillis(200);

  private final WorkerSettings settings;
  private final CoordinatorLink link;
  private final Shutdown shutdown;
  private final DrawResults results = new DrawResults();

  /** The winners that agencies get, once the draw has been made. */
  private volatile @Nullable WinnersIndex published;

  /** Guarded by this. */
  private final Reporter reporter = new Reporter();

  private Worker(WorkerSettings settings, CoordinatorLink link, Shutdown shutdown) {
    this.settings = settings;
    this.link = link;
    this.shutdown = shutdown;
  }

  /** Serves until the supervisor is gone or says to stop. */
  static void run(WorkerSettings settings, Shutdown shutdown)
      throws IOException, InterruptedException {
    var link = CoordinatorLink.connect(settings.coordinator());
    shutdown.closeAtEnd("coordinator link", () -> close(link));
    var worker = new Worker(settings, link, shutdown);
    FolderFiles files = worker.ownFiles();
    Ledger ledger = worker.open(files);
    shutdown.closeAtEnd("ledger", ledger);
    var desk =
        new RequestHandler(
            ledger,
            worker.results,
            new IntakeEnd(ledger, settings.closesAt(), InstantSource.system()),
            settings.draw(),
            settings.frameBytesMax());
    UnixSocket socket = UnixSocket.listen(settings.listen());
    FolderWatch.start(() -> worker.lookAt(files, socket), worker::failed);
    var sessions = Sessions.serve(socket, desk, worker.results, WorkerMemory.messages());
    shutdown.closeAtEnd("last report", () -> worker.report(ledger.snapshot().join(), sessions));
    shutdown.closeAtEnd("sessions", sessions);
    link.send(
        new WorkerMessage.Ready(
            settings.slot(),
            ProcessHandle.current().pid(),
            settings.token(),
            settings.listen().toString(),
            ledger.recovered()));
    if (!ledger.closed().isEmpty()) {
      link.send(new WorkerMessage.AgenciesClosed(ledger.closed()));
    }
    Thread.ofPlatform().name("heartbeat").daemon().start(() -> worker.beat(ledger, sessions));
    worker.obey(ledger, new ScanOrders(files, worker::tell, shutdown));
  }

  /**
   * The files of the ledger that the supervisor began with. Where they are not, or are others, no
   * worker started in this one's place would find them either.
   */
  private FolderFiles ownFiles() throws IOException {
    try {
      return FolderFiles.of(settings.folder()).checkSame(settings.ledger(), settings.files());
    } catch (FolderChangedException | NoSuchFileException | AccessDeniedException e) {
      failed(e);
      throw e;
    }
  }

  /** Once it is closed nobody waits for this worker's lines any more. */
  private static void close(CoordinatorLink link) throws IOException {
    Logging.flushNow();
    link.close();
  }

  /** Opening forces what recovery left: a disk that fails at that fails as at any other time. */
  private Ledger open(FolderFiles files) throws IOException {
    try {
      LedgerIdentity identity = LedgerIdentity.read(settings.folder());
      return DrawLedger.open(
          files, settings.access(), settings.agencies(), identity, settings.log(), this);
    } catch (NoSuchFileException | AccessDeniedException e) {
      failed(e);
      throw e;
    } catch (DamagedLogException | FileSystemException e) {
      // Of the latter, what is left may pass, as too many open files do.
      throw e;
    } catch (IOException e) {
      failed(e);
      throw e;
    }
  }

  /** Without its socket another process, with one of its own, can take this one's place. */
  private void lookAt(FolderFiles files, UnixSocket socket) throws IOException {
    files.check();
    WinnersIndex winners = published;
    if (winners != null) {
      winners.check();
    }
    try {
      socket.restore();
    } catch (IOException e) {
      if (!shutdown.begun()) {
        LOG.fail("run", "error", e);
        shutdown.begin(ExitCode.FAILED);
      }
    }
  }

  @Override
  public void finished(LedgerSnapshot.Totals stored, long end) {
    // What it sent stands in the log before the supervisor says that it has finished.
    Logging.flushNow();
    tell(new WorkerMessage.AgencyFinished(stored.agency(), end, stored.batches(), stored.bets()));
  }

  @Override
  public void drawn(WorkerMessage.DrawRecord draw, long end) {
    tell(new WorkerMessage.DrawFound(draw, end));
  }

  @Override
  public void reached(WorkerMessage.DrawStage stage, long end) {
    // What was stored before the closing stands in the log before the supervisor reports it.
    Logging.flushNow();
    tell(new WorkerMessage.StageReached(stage, end));
  }

  @Override
  public void failed(Throwable failure) {
    new LedgerFailure(failure).end(settings.folder());
  }

  private void obey(Ledger ledger, ScanOrders scans) throws IOException {
    WorkerMessage order = link.receive();
    while (order != null) {
      obey(order, ledger, scans);
      order = link.receive();
    }
  }

  private void obey(WorkerMessage order, Ledger ledger, ScanOrders scans) throws IOException {
    if (order instanceof WorkerMessage.Scan scan) {
      scans.start(scan);
    } else if (order instanceof WorkerMessage.ScanDigests scan) {
      scans.start(scan);
    } else if (order instanceof WorkerMessage.Advance(var target)) {
      advance(ledger, target);
    } else if (order instanceof WorkerMessage.FlushLines) {
      Thread.ofVirtual().start(this::flushLines);
    } else if (order instanceof WorkerMessage.RecordDraw(var draw)) {
      record(ledger, draw);
    } else if (order instanceof WorkerMessage.Drawn(var draw)) {
      publish(draw);
    } else if (order instanceof WorkerMessage.CloseAgency(int agency)) {
      close(ledger, agency);
    } else if (order instanceof WorkerMessage.Drain) {
      shutdown.exit(ExitCode.OK);
    } else {
      throw new IOException("the supervisor said what only a worker says");
    }
  }

  private void flushLines() {
    Logging.flushNow();
    tell(new WorkerMessage.LinesFlushed());
  }

  private void record(Ledger ledger, WorkerMessage.DrawRecord draw) {
    ledger
        .recordDraw(draw)
        .thenAccept(recorded -> tell(new WorkerMessage.DrawRecorded(recorded)))
        .exceptionally(
            full -> {
              LOG.warn("draw", "error", "not recorded yet, " + full);
              CompletableFuture.delayedExecutor(
                      DiskFull.RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)
                  .execute(() -> record(ledger, draw));
              return null;
            });
  }

  /** The ledger says that the stage is reached, if that is news; the supervisor asks again. */
  private void advance(Ledger ledger, WorkerMessage.DrawStage target) {
    var _ =
        ledger
            .advance(target)
            .thenAccept(stage -> tell(new WorkerMessage.StageReached(stage, 0)))
            .exceptionally(
                why -> {
                  LOG.warn("draw", "error", "a step is not recorded yet, " + why);
                  return null;
                });
  }

  /** That it is done, the ledger tells as of any agency that finishes. */
  private static void close(Ledger ledger, int agency) throws IOException {
    if (!ledger.knows(agency)) {
      throw new IOException("the supervisor closes agency " + agency + ", which is unknown");
    }
    var _ =
        ledger
            .closeAgency(new AgencyId(agency))
            .thenAccept(
                reply -> {
                  if (reply instanceof Reply.Failure failure) {
                    LOG.warn("agency_closed", "agency", agency, "error", failure.text());
                  }
                });
  }

  private void publish(WorkerMessage.DrawRecord draw) {
    try {
      WinnersIndex winners =
          WinnersIndex.open(settings.folder().resolve(DrawLayout.WINNERS), draw, this::failed);
      published = winners;
      results.drawn(winners);
    } catch (IOException e) {
      // Unanswered: a waiting agency must get nothing but the winners that the ledger vouches for.
      LOG.fail("sorteo", "error", e);
      shutdown.exit(ExitCode.DISK_FAILED);
    }
  }

  private void beat(Ledger ledger, Sessions sessions) {
    CompletableFuture<LedgerSnapshot> snapshot = ledger.snapshot();
    while (!shutdown.begun()) {
      long oldestWaitNanos = ledger.oldestWaitNanos(System.nanoTime());
      tell(
          new WorkerMessage.Heartbeat(
              ledger.batches(), ledger.bets(), sessions.open(), oldestWaitNanos / 1_000_000));
      WorkerMessage.Followed followed = ledger.followed();
      if (followed != null) {
        tell(followed);
      }
      // The ledger may be stuck, which the report must show: so it does not wait for the ledger.
      if (snapshot.isDone()) {
        report(snapshot.join(), sessions);
        snapshot = ledger.snapshot();
      }
      LockSupport.parkNanos(HEARTBEAT_EVERY.toNanos());
    }
  }

  private synchronized void report(LedgerSnapshot snapshot, Sessions sessions) {
    tell(reporter.report(snapshot, sessions.agencies()));
  }

  /** Sends to the supervisor. If it is gone, the thread that reads the link notices. */
  private void tell(WorkerMessage message) {
    try {
      link.send(message);
    } catch (IOException e) {
      LOG.detail("coordinator", "error", e);
    }
  }
}
