package loteria.supervisor.control;

/**
 * A line that the supervisor says to an operator, as JSON.
 *
 * @param kind {@code progress}, and last {@code done} or {@code failed}
 * @param text for a person
 */
record Said(String kind, String text) {
  static final String PROGRESS = "progress";
  static final String DONE = "done";
  static final String FAILED = "failed";
}
