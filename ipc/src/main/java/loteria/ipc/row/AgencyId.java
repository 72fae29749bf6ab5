package loteria.ipc.row;

/**
 * An agency's number, from 1 to {@value #MAX}.
 *
 * @param number as it is written in rows
 */
public record AgencyId(int number) implements Comparable<AgencyId> {
  /** The highest agency number there can be; a server usually allows far fewer. */
  public static final int MAX = 999_999;

  public AgencyId {
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException("agency " + number + " is not from 1 to " + MAX);
    }
  }

  @Override
  public int compareTo(AgencyId other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
