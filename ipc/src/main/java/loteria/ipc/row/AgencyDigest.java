package loteria.ipc.row;

/**
 * What is stored of one agency.
 *
 * @param agency its number
 * @param batches how many
 * @param bets how many
 * @param rows SHA-256 of its rows as they are in bets.csv, in order
 */
public record AgencyDigest(int agency, long batches, long bets, Sha256 rows) {
  /** Its line in seal.csv, without the line feed. */
  public String line() {
    return agency + "," + batches + "," + bets + "," + rows;
  }
}
