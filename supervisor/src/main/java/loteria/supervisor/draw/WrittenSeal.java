package loteria.supervisor.draw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.DurableFile;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.SealCsv;
import loteria.ipc.row.Sha256;

/** The file {@code seal.csv}; see {@link SealCsv}. It is there as a whole or not at all. */
final class WrittenSeal {
  private static final int PART_BYTES = 64 << 10;

  private final Path path;
  private final FileAccess access;

  /**
   * @param access who may use the file
   */
  WrittenSeal(Path folder, FileAccess access) {
    this.path = folder.resolve(DrawLayout.SEAL);
    this.access = access;
  }

  /** The free room on the file's disk. */
  long room() {
    return path.resolveSibling("").toFile().getUsableSpace();
  }

  /** Whether the file is there and is that of a seal. */
  boolean isOf(Seal seal) throws IOException {
    return Files.exists(path) && sum().equals(seal.sha256());
  }

  private Sha256 sum() throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] part = new byte[PART_BYTES];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(part, 0, read);
      }
    }
    return Sha256.ofValue(digest.digest());
  }

  /**
   * Writes the file; returns once it is on disk.
   *
   * @param agencies in order
   * @return the seal
   */
  Seal write(List<AgencyDigest> agencies) throws IOException {
    byte[] content = SealCsv.content(agencies);
    DurableFile.replace(path, content, access);
    return new Seal(agencies.size(), Sha256.of(content));
  }
}
