package loteria.ledger.replication;

import java.io.IOException;

/**
 * The replicated log that a ledger is a copy of.
 *
 * @param engine its name
 * @param address which log, and how it is reached
 * @param follows whether to take in what other servers append while nothing is asked here
 */
public record SharedLog(String engine, ReplicatedLogs.Address address, boolean follows) {
  /**
   * Opens it.
   *
   * @throws IOException when it cannot be used
   */
  public ReplicatedLog open() throws IOException {
    return ReplicatedLogs.provider(engine).open(address);
  }
}
