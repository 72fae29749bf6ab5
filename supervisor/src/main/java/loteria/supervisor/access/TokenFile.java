package loteria.supervisor.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import loteria.ipc.folder.SecretFile;
import loteria.ipc.logging.ActionLog;

/**
 * The file whose first line is the token. It is read again when a request comes, at most once a
 * second, so that a new token needs no new start. If it cannot be read then, the token before
 * remains valid, and a line reports it once. Safe for use by several threads.
 */
public final class TokenFile {
  private static final ActionLog LOG = new ActionLog(TokenFile.class);
  private static final Duration READ_EVERY = Duration.ofSeconds(1);
  private static final int BYTES_MAX = Token.CHARS_MAX + 64;

  private final Path file;
  private final LongSupplier nanos;

  /** Guarded by this, as is all below. */
  private Token token;

  private long readNanos;

  /** Why the last attempt to read it failed; empty if it did not. */
  private String failure = "";

  private TokenFile(Path file, LongSupplier nanos) throws IOException {
    this.file = file;
    this.nanos = nanos;
    this.readNanos = nanos.getAsLong();
    this.token = read(file);
    SecretFile.warnOfReaders(file);
  }

  /**
   * Reads the file for the first time; warns if every user of the machine may read it.
   *
   * @throws IOException if it has no token; the message is what to say after the file's name, and
   *     never contains the token
   */
  public static TokenFile open(Path file) throws IOException {
    return open(file, System::nanoTime);
  }

  static TokenFile open(Path file, LongSupplier nanos) throws IOException {
    return new TokenFile(file, nanos);
  }

  /** The token that is valid now: the same object until the file has another one. */
  synchronized Token current() {
    long now = nanos.getAsLong();
    if (now - readNanos >= READ_EVERY.toNanos()) {
      readNanos = now;
      readAgain();
    }
    return token;
  }

  private void readAgain() {
    try {
      Token next = read(file);
      failure = "";
      if (!next.isSame(token)) {
        token = next;
        LOG.success("http_token", "file", file, "change", "only its new token is valid");
        SecretFile.warnOfReaders(file);
      }
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(failure)) {
        LOG.warn("http_token", "file", file, "error", why + ": the token before remains valid");
      }
      failure = why;
    }
  }

  private static Token read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("is not a regular file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(BYTES_MAX);
    } catch (NoSuchFileException e) {
      throw new IOException("does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("must not be read by this user", e);
    } catch (IOException e) {
      throw new IOException("cannot be read: " + e, e);
    }
    String line = new String(bytes, ISO_8859_1).lines().findFirst().orElse("").strip();
    try {
      return new Token(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("is not usable: its first line " + e.getMessage(), e);
    }
  }
}
