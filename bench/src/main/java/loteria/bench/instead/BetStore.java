package loteria.bench.instead;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/** A store of bets. */
public interface BetStore extends AutoCloseable {
  /**
   * Stores batches of this many bets; each is on disk before it counts as stored.
   *
   * @param batches of all agencies together, which have equally many
   * @return how many seconds that took
   */
  double store(int bets, int batches)
      throws IOException, SQLException, ExecutionException, InterruptedException;

  /** How many bets it has. */
  long count() throws IOException, SQLException;

  @Override
  void close() throws IOException, SQLException;
}
