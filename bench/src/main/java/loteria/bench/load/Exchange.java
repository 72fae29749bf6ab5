package loteria.bench.load;

import java.io.IOException;

/** An agency that has a connection for each batch. Used by one thread. */
@FunctionalInterface
public interface Exchange {
  /**
   * Connects, sends a batch, waits for its ACK, and closes the connection.
   *
   * @return how many bytes the batch had
   */
  int send(Connector server, long batch) throws IOException;
}
