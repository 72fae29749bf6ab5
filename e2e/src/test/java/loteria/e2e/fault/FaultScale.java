package loteria.e2e.fault;

/** How much to do: little in every build, much where {@code make fault} says so. */
public final class FaultScale {
  /** Where random choices begin. */
  public static final long SEED = Long.getLong("loteria.fault.seed", 20_261_121);

  /** How many random schedules to run, each from the seed after the one before. */
  public static final int ROUNDS = Integer.getInteger("loteria.fault.rounds", 8);

  /** How many mutated messages to send. */
  public static final int MESSAGES = Integer.getInteger("loteria.fault.messages", 20_000);

  /** How many short connections to make. */
  public static final int CONNECTIONS = Integer.getInteger("loteria.fault.connections", 3_000);

  /** How many unfriendly clients to run, each from the seed after the one before. */
  public static final int CLIENTS = Integer.getInteger("loteria.fault.clients", 500);

  /** How long one server is used with and without room on its disk, at least; 0 for two waves. */
  public static final int MINUTES = Integer.getInteger("loteria.fault.minutes", 0);

  private FaultScale() {}
}
