package loteria.supervisor.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import loteria.ipc.io.Channels;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.runtime.Contained;
import loteria.ipc.tls.TlsFileException;
import loteria.ipc.tls.TlsSocketChannel;

/**
 * The server's side of TLS: makes handshakes, finds out who the peers are, and reads the files
 * again when they change. Connections whose certificate is then refused are closed; all others
 * continue. Safe for use by several threads.
 */
public final class TlsServer {
  /** The first byte of a TLS handshake (RFC 8446, 5.1). */
  private static final byte HANDSHAKE = 22;

  /** At most this many handshakes at a time, and at most a quarter of all connections. */
  private static final int HANDSHAKES_MAX = 256;

  /** Where few connections are allowed, these many may all be handshakes. */
  private static final int HANDSHAKES_MIN = 16;

  private static final Duration LOOK_EVERY = Duration.ofMillis(400);

  /** Open connections are checked once a minute. */
  private static final int LOOKS_PER_CHECK = 150;

  private static final ActionLog LOG = new ActionLog(TlsServer.class);

  private final TlsFiles files;
  private final InstantSource clock;
  private final Handshakes handshakes;
  private final Set<Identified> open = ConcurrentHashMap.newKeySet();
  private final LongAdder cutOff = new LongAdder();
  private volatile Credentials credentials;

  /** Guarded by this: the files as they were when they were last read. */
  private List<Object> read;

  private TlsServer(
      TlsFiles files, Credentials credentials, List<Object> read, int max, InstantSource clock) {
    this.files = files;
    this.credentials = credentials;
    this.read = read;
    this.handshakes = new Handshakes(max);
    this.clock = clock;
  }

  /**
   * Reads the files.
   *
   * @param connections how many connections of agencies there may be at a time
   * @throws TlsFileException which names the file that cannot be used
   */
  public static TlsServer of(TlsFiles files, int connections, InstantSource clock)
      throws TlsFileException {
    List<Object> before = state(files);
    int max = Math.clamp(connections / 4, Math.min(connections, HANDSHAKES_MIN), HANDSHAKES_MAX);
    return new TlsServer(files, Credentials.read(files), before, max, clock);
  }

  /**
   * Reads the files again whenever one of them changes, for as long as the process lives, and
   * checks open connections from time to time: a certificate may expire.
   */
  public void watchFiles() {
    Thread.ofPlatform()
        .name("tls-files")
        .daemon()
        .start(
            () -> {
              for (long looks = 1; true; looks++) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                Contained.run("certificates", this::readIfChanged);
                if (looks % LOOKS_PER_CHECK == 0) {
                  checkOpen();
                }
              }
            });
  }

  /** Whether the first byte of a connection is one of TLS. */
  public static boolean isTls(byte first) {
    return first == HANDSHAKE;
  }

  /** A connection of an agency has been accepted: its handshake is about to be made. */
  public void begin(SocketChannel socket) {
    handshakes.begin(socket);
  }

  /** The handshake of a connection has been made or has failed. */
  public void end(SocketChannel socket) {
    handshakes.end(socket);
  }

  /**
   * Makes the handshake with an agency, and finds out which it is. {@link #leave} is to be called
   * at the end of the connection.
   *
   * @param first what has been read of the connection
   * @throws IOException if the peer speaks no TLS 1.3, or is gone
   */
  public Identified identify(SocketChannel socket, ByteBuffer first) throws IOException {
    Credentials current = credentials;
    SSLEngine engine = current.forAgency();
    var channel = TlsSocketChannel.ofServer(socket, first, current.context(), engine);
    List<X509Certificate> chain = chain(channel.handshake());
    var unchecked = new Identified(channel, chain, 0, "unchecked");
    // Before the check: files that are read in between then find it here.
    open.add(unchecked);
    try {
      Credentials used = credentials;
      ClientCheck.Verdict verdict = used.check().check(chain, clock.instant());
      if (verdict instanceof ClientCheck.Verdict.Refused(String why)) {
        return new Identified(channel, chain, 0, why);
      }
      int agency = ((ClientCheck.Verdict.Accepted) verdict).agency().number();
      var identified = new Identified(channel, chain, agency, null);
      open.add(identified);
      if (!used.equals(credentials)) {
        // The files were read meanwhile, and their reader may have seen neither entry.
        closeIfRefused(identified);
      }
      return identified;
    } finally {
      open.remove(unchecked);
    }
  }

  /** A connection has ended. */
  public void leave(Identified identified) {
    open.remove(identified);
  }

  /**
   * Makes the handshake with a client of the page, which shows no certificate.
   *
   * @param first what has been read of the connection
   */
  public SocketChannel servePage(SocketChannel socket, ByteBuffer first) throws IOException {
    Credentials current = credentials;
    var channel = TlsSocketChannel.ofServer(socket, first, current.context(), current.forPage());
    var _ = channel.handshake();
    return channel;
  }

  /** How many open connections were closed because their certificate was refused. */
  public long cutOff() {
    return cutOff.sum();
  }

  /** When what is used expires. */
  public Expiry expiry() {
    return credentials.expiry();
  }

  /**
   * Reads the files again if one of them has changed. If they cannot be used, what was read before
   * stays in use, and the console says why.
   */
  public synchronized void readIfChanged() {
    List<Object> now = state(files);
    if (!now.equals(read)) {
      read = now;
      try {
        readAgain();
      } catch (TlsFileException e) {
        LOG.fail("certificates", "error", e.getMessage(), "used", "what was read before");
      }
    }
  }

  /**
   * Reads the files again.
   *
   * @throws TlsFileException which names the file that cannot be used; what was read before stays
   *     in use
   */
  public synchronized void readAgain() throws TlsFileException {
    List<Object> before = state(files);
    credentials = Credentials.read(files);
    read = before;
    LOG.success("certificates", "expires", credentials.expiry().certificate());
    checkOpen();
  }

  private void checkOpen() {
    open.forEach(one -> Contained.run("certificates", () -> closeIfRefused(one)));
  }

  private void closeIfRefused(Identified one) {
    ClientCheck.Verdict verdict = credentials.check().check(one.chain(), clock.instant());
    if (verdict instanceof ClientCheck.Verdict.Refused(String why) && one.channel().isOpen()) {
      cutOff.increment();
      LOG.warn("certificate_refused", "agency", one.agency(), "serial", one.serial(), "error", why);
      Channels.close(one.channel());
    }
  }

  private static List<X509Certificate> chain(SSLSession session) {
    try {
      return Arrays.stream(session.getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  /** What changes when one of the files is written or replaced. */
  private static List<Object> state(TlsFiles files) {
    return files.all().stream().map(TlsServer::state).toList();
  }

  private static Object state(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(
          String.valueOf(attributes.fileKey()), attributes.lastModifiedTime(), attributes.size());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
