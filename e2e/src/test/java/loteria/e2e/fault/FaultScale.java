package loteria.e2e.fault;

/** The amount of testing: little in every build, much under {@code make fault}. */
public final class FaultScale {
  /** The first seed. */
  public static final long SEED = Long.getLong("loteria.fault.seed", 20_261_121);

  /** How many random schedules to run, each from the seed after the one before. */
  public static final int ROUNDS = Integer.getInteger("loteria.fault.rounds", 5);

  /** How many mutated messages to send. */
  public static final int MESSAGES = Integer.getInteger("loteria.fault.messages", 20_000);

  /** How many short connections to make. */
  public static final int CONNECTIONS = Integer.getInteger("loteria.fault.connections", 3_000);

  /** How many unfriendly clients to run, each from the seed after the one before. */
  public static final int CLIENTS = Integer.getInteger("loteria.fault.clients", 500);

  /** The least time that one server is used with and without room on its disk; 0 for two waves. */
  public static final int MINUTES = Integer.getInteger("loteria.fault.minutes", 0);

  private FaultScale() {}
}
