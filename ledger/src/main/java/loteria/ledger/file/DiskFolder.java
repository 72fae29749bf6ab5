package loteria.ledger.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.folder.FileIdentity;
import org.jspecify.annotations.Nullable;

/** A folder on a real disk. */
public final class DiskFolder implements LedgerFolder {
  private final Path path;
  private final @Nullable FileAccess access;

  /** Bytes of a block where the files are read past the system's cache; else 0. */
  private final int directBlock;

  /**
   * A folder whose files are only read: a user that may not write them can do that too.
   *
   * @param path of a folder that is there
   */
  public DiskFolder(Path path) {
    this(path, null, 0);
  }

  /**
   * @param path of a folder that is there
   * @param access who may use the files that are created in it
   */
  public DiskFolder(Path path, FileAccess access) {
    this(path, access, 0);
  }

  private DiskFolder(Path path, @Nullable FileAccess access, int directBlock) {
    this.path = path;
    this.access = access;
    this.directBlock = directBlock;
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public LedgerFile open(String name) throws IOException {
    Path file = path.resolve(name);
    if (directBlock > 0) {
      return DirectFile.open(file, directBlock);
    }
    return access == null ? ChannelFile.openToRead(file) : ChannelFile.open(file);
  }

  @Override
  public LedgerFile create(String name) throws IOException {
    return new ChannelFile(Objects.requireNonNull(access, "only read").create(path.resolve(name)));
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
  public @Nullable LedgerFolder onDisk(String name) throws IOException {
    var direct = new DiskFolder(path, null, DirectFile.blockOf(path.resolve(name)));
    try {
      direct.open(name).close();
      return direct;
    } catch (UnsupportedOperationException | FileSystemException _) {
      // Where it cannot be read in any way, that is the error.
      open(name).close();
      return null;
    }
  }

  @Override
  public long room() {
    return path.toFile().getUsableSpace();
  }
}
