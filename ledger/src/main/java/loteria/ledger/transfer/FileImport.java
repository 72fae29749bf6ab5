package loteria.ledger.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.commit.LedgerImport;
import loteria.ledger.file.ChannelFile;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.file.ProcessLock;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.folder.MoveMarks;
import loteria.ledger.log.FileLog;
import loteria.ledger.view.BetsView;
import org.jspecify.annotations.Nullable;

/**
 * Makes a draw's folder out of a ledger. The folder's identity comes last, as always: no server
 * begins on it before. What an import has left that was broken off is removed by the next.
 *
 * <pre>
 * file import → log, bets.csv, winners.csv, forced → end of the source's topic → identity
 * </pre>
 */
public final class FileImport {
  private static final ActionLog LOG = new ActionLog(FileImport.class);
  private static final int COPY_BYTES = 64 << 10;

  private final ImportSource source;
  private final Path target;
  private final FileAccess access;

  private FileImport(ImportSource source, Path target, FileAccess access) {
    this.source = source;
    this.target = target;
    this.access = access;
  }

  /**
   * Imports a ledger.
   *
   * @param target the draw's folder, which is there; the caller holds its lock
   * @param access who may use what is created
   * @param topic what the source is a copy of; null where there is none, or it is lost
   * @param place what the target is called where the draw was
   * @return whether it was imported now; else it had been before
   * @throws ImportRefusedException when the target has a ledger, or the source lacks something
   */
  public static boolean run(
      ImportSource source,
      Path target,
      FileAccess access,
      @Nullable SourceTopic topic,
      String place)
      throws IOException {
    return new FileImport(source, target, access).run(topic, place);
  }

  private boolean run(@Nullable SourceTopic topic, String place) throws IOException {
    UUID id = source.newId("folder " + target.toAbsolutePath().normalize());
    if (Files.exists(target.resolve(DrawLayout.IDENTITY))) {
      if (LedgerIdentity.read(target).id().equals(id)) {
        MoveMarks.importEnded(target);
        return false;
      }
      throw new ImportRefusedException(
          target + " has a ledger of its own: use another --draw, or another --data");
    }
    if (topic != null) {
      topic.checkLevel(id);
    }
    begin();
    fill(new LedgerIdentity(id, LedgerImport.RUN));
    copyWinners(source.content().draw());
    if (topic != null) {
      topic.end(id, place);
    }
    complete(new LedgerIdentity(id, LedgerImport.RUN));
    return true;
  }

  private void begin() throws IOException {
    if (MoveMarks.isImportBroken(target)) {
      removeRest();
    } else if (Files.exists(target.resolve(DrawLayout.LOG))
        || Files.exists(target.resolve(DrawLayout.BETS))) {
      throw new ImportRefusedException(
          target + " has files of a ledger, and no identity: use another --draw");
    }
    MoveMarks.importBegins(target, source.folder(), access);
    DrawFolder.makeFiles(target, access);
  }

  private void removeRest() throws IOException {
    Path log = target.resolve(DrawLayout.LOG);
    if (Files.exists(log)) {
      List<Path> files;
      try (Stream<Path> all = Files.list(log)) {
        files = all.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
    for (String name : List.of(DrawLayout.BETS, DrawLayout.BETS_LOCK, DrawLayout.WINNERS)) {
      Files.deleteIfExists(target.resolve(name));
    }
  }

  private void fill(LedgerIdentity made) throws IOException {
    var lock = ProcessLock.open(target.resolve(DrawLayout.BETS_LOCK), () -> {});
    var log = new DiskFolder(target.resolve(DrawLayout.LOG), access);
    var view = new BetsView(ChannelFile.open(target.resolve(DrawLayout.BETS)));
    source.reader().toFiles(FileLog.in(log, lock, made.tag(), made.run()), view);
  }

  /** Those that are missing, or are not those of the draw, the next start finds again. */
  private void copyWinners(@Nullable DrawRecord draw) throws IOException {
    Path from = source.folder().resolve(DrawLayout.WINNERS);
    if (draw == null || Files.notExists(from)) {
      return;
    }
    Path to = target.resolve(DrawLayout.WINNERS);
    var crc = new CRC32C();
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = access.create(to)) {
      var part = ByteBuffer.allocate(COPY_BYTES);
      while (in.read(part.clear()) >= 0) {
        crc.update(part.flip().duplicate());
        while (part.hasRemaining()) {
          out.write(part);
        }
      }
      out.force(true);
    }
    if ((int) crc.getValue() != draw.crc32c()) {
      LOG.warn("import", "error", from + " is not what the draw found: the next start writes it");
      Files.delete(to);
    }
  }

  private void complete(LedgerIdentity made) throws IOException {
    DurableFile.replace(
        target.resolve(DrawLayout.IDENTITY),
        made.text().getBytes(StandardCharsets.US_ASCII),
        access);
    MoveMarks.importEnded(target);
  }
}
