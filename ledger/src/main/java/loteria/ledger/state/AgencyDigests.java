package loteria.ledger.state;

import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.Sha256;

/**
 * Computes for each agency how much it has stored, and the SHA-256 of its rows, from batches in the
 * order of the log. Used by one thread.
 */
public final class AgencyDigests {
  private final Map<Integer, Sum> sums = new TreeMap<>();

  /** What one agency has so far. */
  private static final class Sum {
    private final MessageDigest digest = Sha256.digest();
    private long batches;
    private long bets;
  }

  /** Those of no batch yet. */
  public AgencyDigests() {}

  /**
   * Takes in a batch.
   *
   * @param from where its rows begin
   */
  public void add(LogRecord.BatchStored batch, byte[] rows, int from) {
    Sum sum = sums.computeIfAbsent(batch.agency(), _ -> new Sum());
    sum.digest.update(rows, from, batch.length());
    sum.batches++;
    sum.bets += batch.rows();
  }

  /** Shows that of each agency that has stored a batch, by number; called once. */
  public void each(Consumer<AgencyDigest> digest) {
    sums.forEach(
        (agency, sum) ->
            digest.accept(
                new AgencyDigest(
                    agency, sum.batches, sum.bets, Sha256.ofValue(sum.digest.digest()))));
  }
}
