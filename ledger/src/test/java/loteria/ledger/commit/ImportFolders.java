package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Admission;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.commit.RealLedger.Reported;
import loteria.ledger.file.ChannelFile;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.file.LockTimes;
import loteria.ledger.file.ProcessLock;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.log.FileLog;
import loteria.ledger.replication.LogAppender;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.transfer.FileImport;
import loteria.ledger.transfer.ImportRules;
import loteria.ledger.transfer.ImportSource;
import loteria.ledger.transfer.SourceTopic;
import loteria.ledger.transfer.TopicImport;
import loteria.ledger.view.BetsView;

/**
 * A ledger of files in which agency 1 has ten batches, agency 2 has finished with five and agency 3
 * has nothing; and what can be imported out of it, and out of that.
 */
final class ImportFolders {
  static final int AGENCIES = 3;
  static final ImportRules RULES = new ImportRules(AGENCIES, 7574);
  static final String TOPIC = "loteria-test";

  final Path data;
  final Path files;
  final MemoryReplicatedLog log = new MemoryReplicatedLog();

  /** What others do just before the next append of an import. */
  Runnable beforeAppend = () -> {};

  /** Where imports into files go. */
  Path target;

  ImportFolders(Path data) throws IOException {
    this.data = data;
    this.files = data.resolve("files");
    this.target = data.resolve("target");
    int run = RealLedger.beginRun(files);
    try (Ledger ledger = RealLedger.open(files, AGENCIES, run, new Reported())) {
      send(ledger, session(run, 1), 1, 1, 10);
      send(ledger, session(run, 2), 2, 1, 5);
      assertInstanceOf(
          Reply.Finished.class, soon(ledger.finish(session(run, 2), new AgencyId(2), null)));
    }
  }

  static <T> T soon(CompletableFuture<T> answer) {
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  static AgencySession session(int run, int number) {
    return new AgencySession(((long) run << Integer.SIZE) | number);
  }

  static void send(Ledger ledger, AgencySession session, int agency, int from, int to) {
    var id = new AgencyId(agency);
    assertInstanceOf(Admission.Admitted.class, soon(ledger.begin(session, id)));
    for (int batch = from; batch <= to; batch++) {
      assertInstanceOf(
          Reply.Ack.class,
          soon(ledger.append(session, id, MadeUpBatches.batch(agency, batch))),
          "batch " + batch);
    }
  }

  LogAppender appender() {
    MemoryReplicatedLog.Client client = log.connect();
    client.concurrent();
    client.fates(
        () -> {
          Runnable others = beforeAppend;
          beforeAppend = () -> {};
          others.run();
          return Fate.TAKEN;
        });
    return new LogAppender(client, 0);
  }

  static ImportSource source(Path folder, LongConsumer progress) throws IOException {
    return ImportSource.read(folder, RULES, progress);
  }

  boolean toTopic(Path folder) throws IOException {
    return TopicImport.run(source(folder, _ -> {}), appender(), TOPIC, data.resolve("copy"));
  }

  LogBeginning first() {
    return Objects.requireNonNull(LogBeginning.read(log.at(0).content()));
  }

  /** A server with a copy: agency 1 sends some more; all is closed then. */
  Path serve(String name, int from, int to) throws IOException {
    Path folder = data.resolve(name);
    int run = (int) log.add(new LogBeginning(first().id(), AGENCIES, 7574).message()) + 1;
    DrawFolder.make(folder, FileAccess.OWNER);
    DrawFolder.beginRun(folder, FileAccess.OWNER, new LedgerIdentity(first().id(), run));
    try (Ledger ledger = openCopy(folder, run, new Reported())) {
      send(ledger, session(run, 1), 1, from, to);
    }
    return folder;
  }

  Ledger openCopy(Path folder, int run, Ledger.Events events) throws IOException {
    MemoryReplicatedLog.Client client = log.connect();
    client.concurrent();
    var disk = new DiskFolder(folder.resolve(DrawLayout.LOG), FileAccess.OWNER);
    var lock = ProcessLock.open(folder.resolve(DrawLayout.BETS_LOCK), () -> {});
    var view = new BetsView(ChannelFile.open(folder.resolve(DrawLayout.BETS)));
    int tag = first().tag();
    return LedgerOpening.open(
        FileLog.copyIn(disk, lock, tag, run),
        view,
        AGENCIES,
        () -> LockTimes.NONE,
        () -> client,
        tag,
        true,
        events);
  }

  boolean toFiles(Path copy, LongConsumer progress) throws IOException {
    DrawFolder.make(target, FileAccess.OWNER);
    ImportSource source = source(copy, progress);
    var topic = new SourceTopic(source, appender(), TOPIC);
    return FileImport.run(source, target, FileAccess.OWNER, topic, "the other folder");
  }

  boolean toFilesWithoutTopic(Path copy, LongConsumer progress) throws IOException {
    DrawFolder.make(target, FileAccess.OWNER);
    return FileImport.run(source(copy, progress), target, FileAccess.OWNER, null, "elsewhere");
  }

  static byte[] bets(Path folder) throws IOException {
    return Files.readAllBytes(folder.resolve(DrawLayout.BETS));
  }
}
