package loteria.supervisor.fleet;

/** How a change of the pool ended. */
public sealed interface ChangeOutcome {
  /**
   * As it was asked for.
   *
   * @param text what there is now
   */
  record Done(String text) implements ChangeOutcome {}

  /**
   * Not, or not wholly.
   *
   * @param reason why, and what there is now
   */
  record Failed(String reason) implements ChangeOutcome {}
}
