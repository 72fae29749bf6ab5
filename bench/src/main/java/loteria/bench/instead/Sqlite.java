package loteria.bench.instead;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import loteria.bench.Setup;
import loteria.bench.load.RowPool;
import org.sqlite.SQLiteConfig;

/**
 * SQLite in this process, durable: one connection, used by one thread, because it allows one writer
 * at a time. A batch is one statement of many rows and so a transaction of its own.
 */
public final class Sqlite implements BetStore {
  private static final int COLUMNS = 6;

  private final RowPool pool;
  private final Connection connection;

  /**
   * Makes an empty database.
   *
   * @param folder where its files are
   */
  public Sqlite(Path folder, RowPool pool) throws SQLException {
    this.pool = pool;
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    this.connection = config.createConnection("jdbc:sqlite:" + folder.resolve("bets.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE bets (agency INTEGER, first_name TEXT, last_name TEXT, document TEXT,"
              + " birth_date TEXT, number INTEGER)");
    }
  }

  @Override
  public double store(int bets, int batches) throws SQLException {
    String rows = String.join(",", Collections.nCopies(bets, "(?,?,?,?,?,?)"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO bets VALUES " + rows)) {
      long begun = System.nanoTime();
      int bet = 0;
      for (int batch = 0; batch < batches; batch++) {
        for (int row = 0; row < bets; row++) {
          bind(insert, row * COLUMNS, 1 + batch % Setup.AGENCIES, pool.bet(bet++));
        }
        insert.executeUpdate();
      }
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private static void bind(PreparedStatement insert, int before, int agency, List<String> bet)
      throws SQLException {
    insert.setInt(before + 1, agency);
    insert.setString(before + 2, bet.get(0));
    insert.setString(before + 3, bet.get(1));
    insert.setString(before + 4, bet.get(2));
    insert.setString(before + 5, bet.get(3));
    insert.setInt(before + 6, Integer.parseInt(bet.get(4)));
  }

  @Override
  public long count() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM bets")) {
      return result.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
