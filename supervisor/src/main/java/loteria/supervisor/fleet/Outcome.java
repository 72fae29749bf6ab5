package loteria.supervisor.fleet;

/** How a change of the pool ended. */
public sealed interface Outcome {
  /**
   * As it was asked for.
   *
   * @param text what there is now
   */
  record Done(String text) implements Outcome {}

  /**
   * Not, or not wholly.
   *
   * @param reason why, and what there is now
   */
  record Failed(String reason) implements Outcome {}
}
