package loteria.ipc.tls;

import java.io.IOException;
import java.nio.file.Path;

/** A file of certificates or keys cannot be used; the message names the file and says why. */
public final class TlsFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public TlsFileException(Path file, String why) {
    super(file + " " + why);
  }

  public TlsFileException(Path file, String why, Throwable cause) {
    super(file + " " + why, cause);
  }
}
