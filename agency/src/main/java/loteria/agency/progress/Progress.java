package loteria.agency.progress;

/** Told how far an agency has come. Used by one thread. */
public interface Progress extends AutoCloseable {
  /**
   * Bets were stored.
   *
   * @param bets how many are, in all
   * @param bytesRead how much of the file has been read
   * @param inFlight how many batches await an answer
   */
  void stored(long bets, long bytesRead, int inFlight);

  /**
   * All bets are stored; the draw is waited for.
   *
   * @param agencies how many have not finished yet
   */
  void waiting(int agencies);

  @Override
  void close();
}
