package loteria.bench.instead;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of the run's own, with the default configuration, listening on loopback only.
 */
final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SUPERUSER = "bench";

  private final Process process;
  private final Path log;
  private final int port;
  private final String password;

  private PostgresServer(Process process, Path log, int port, String password) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.password = password;
  }

  /**
   * Makes an empty database cluster and starts a server for it.
   *
   * @param folder an empty one, which its user may enter
   */
  static PostgresServer start(PostgresPrograms programs, Path folder)
      throws IOException, InterruptedException {
    Path log = Files.createFile(folder.resolve("postgres.log"));
    Path data = Files.createDirectory(folder.resolve("postgres"));
    programs.handOver(data);
    String password = randomPassword();
    Path passwordFile = Files.writeString(folder.resolve("password"), password);
    programs.handOver(passwordFile);
    Process initdb =
        programs.run(
            log,
            "initdb",
            "--pgdata=" + data,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8");
    if (initdb.waitFor() != 0) {
      throw new IOException("initdb failed:\n" + Files.readString(log));
    }
    int port = freePort();
    Process process =
        programs.run(
            log,
            "postgres",
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=");
    return new PostgresServer(process, log, port, password);
  }

  /** Opens connections, as soon as the server accepts them. */
  List<Connection> connect(int count) throws IOException, SQLException, InterruptedException {
    List<Connection> connections = new ArrayList<>();
    connections.add(firstConnection());
    while (connections.size() < count) {
      connections.add(connection());
    }
    return connections;
  }

  private Connection firstConnection() throws IOException, SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return connection();
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() - deadline >= 0) {
          throw new IOException("PostgreSQL does not serve:\n" + Files.readString(log), e);
        }
        Thread.sleep(10);
      }
    }
  }

  private Connection connection() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password);
    return DriverManager.getConnection(
        String.format(Locale.ROOT, "jdbc:postgresql://127.0.0.1:%d/postgres", port), properties);
  }

  /** Stops the server and waits until it has ended; its clients are gone by then. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("PostgreSQL did not end:\n" + Files.readString(log));
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Requires a password: others on this machine could reach the port too, and a superuser may start
   * programs.
   */
  private static String randomPassword() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
