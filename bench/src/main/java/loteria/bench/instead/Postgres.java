package loteria.bench.instead;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.bench.Setup;
import loteria.bench.load.RowPool;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * PostgreSQL with its default durability: each agency has a connection and a thread, and a batch is
 * one COPY of rows made in advance, in a transaction of its own.
 */
public final class Postgres implements BetStore {
  private final RowPool pool;
  private final PostgresServer server;
  private final List<Connection> connections;

  /**
   * Starts a server.
   *
   * @param folder an empty one
   */
  public Postgres(PostgresPrograms programs, Path folder, RowPool pool)
      throws IOException, SQLException, InterruptedException {
    this.pool = pool;
    this.server = PostgresServer.start(programs, folder);
    try {
      this.connections = server.connect(Setup.AGENCIES);
      try (Statement statement = connections.getFirst().createStatement()) {
        statement.execute(
            "CREATE TABLE bets (agency integer, first_name text, last_name text, document text,"
                + " birth_date date, number integer)");
      }
    } catch (IOException | SQLException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public double store(int bets, int batches)
      throws SQLException, ExecutionException, InterruptedException {
    List<Callable<Void>> agencies = new ArrayList<>();
    for (int agency = 1; agency <= connections.size(); agency++) {
      CopyManager copies = connections.get(agency - 1).unwrap(PGConnection.class).getCopyAPI();
      var content = new CsvBatches(pool, agency, bets);
      agencies.add(
          () -> {
            for (int batch = 0; batch < batches / Setup.AGENCIES; batch++) {
              copy(copies, content.batch(batch), bets);
            }
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(agencies.size())) {
      long begun = System.nanoTime();
      for (Future<Void> one : threads.invokeAll(agencies)) {
        one.get();
      }
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private static void copy(CopyManager copies, byte[] rows, int bets) throws SQLException {
    CopyIn copy = copies.copyIn("COPY bets FROM STDIN (FORMAT csv)");
    copy.writeToCopy(rows, 0, rows.length);
    long stored = copy.endCopy();
    if (stored != bets) {
      throw new SQLException(
          String.format(Locale.ROOT, "PostgreSQL stored %d of %d bets", stored, bets));
    }
  }

  @Override
  public long count() throws SQLException {
    try (Statement statement = connections.getFirst().createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM bets")) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    try (server) {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }
}
