package loteria.ledger.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileIdentity;

/** A folder on a real disk. */
public final class DiskFolder implements LedgerFolder {
  private final Path path;

  /**
   * @param path of a folder that is there
   */
  public DiskFolder(Path path) {
    this.path = path;
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public LedgerFile open(String name) throws IOException {
    return ChannelFile.open(path.resolve(name));
  }

  @Override
  public LedgerFile create(String name) throws IOException {
    return new ChannelFile(
        FileChannel.open(
            path.resolve(name),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void remove(String name) throws IOException {
    Files.delete(path.resolve(name));
  }

  @Override
  public Object identity(String name) throws IOException {
    return FileIdentity.of(path.resolve(name)).key();
  }

  @Override
  public void force() throws IOException {
    DurableFile.forceFolder(path);
  }

  @Override
  public long room() {
    return path.toFile().getUsableSpace();
  }
}
