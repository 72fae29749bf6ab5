package loteria.supervisor.control;

/**
 * A line that the supervisor says to an operator, as JSON.
 *
 * @param kind {@code progress}, and last {@code done} or {@code failed}; {@code alive} each second
 *     in which there is nothing else to say
 * @param text for a person
 */
record ControlReply(String kind, String text) {
  /** Says that the server is there. */
  static final ControlReply STILL_ALIVE = new ControlReply("alive", "");

  static final String PROGRESS = "progress";
  static final String DONE = "done";
  static final String FAILED = "failed";
}
