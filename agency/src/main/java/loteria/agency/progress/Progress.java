package loteria.agency.progress;

/** Receives how far an agency has come. Used by one thread. */
public interface Progress extends AutoCloseable {
  /**
   * The agency is connected.
   *
   * @param server the address of the server; empty if there is only one
   */
  void connected(String server);

  /**
   * Bets were stored.
   *
   * @param bets how many are, in all
   * @param bytesRead how much of the file has been read
   * @param inFlight how many batches await an answer
   */
  void stored(long bets, long bytesRead, int inFlight);

  /**
   * All bets are stored, and the server knows that there are no more.
   *
   * @param missing how many agencies have not finished yet
   */
  void finished(int missing);

  /** Whether a person watches, so that {@link #waiting} is worth a request now and then. */
  boolean isWatched();

  /**
   * The draw is waited for.
   *
   * @param missing how many agencies have not finished yet
   * @param agencies how many take part
   */
  void waiting(int missing, int agencies);

  @Override
  void close();
}
