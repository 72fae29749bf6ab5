/**
 * The control system: reads a copy of a draw and counts everything by itself. It shares no code
 * with the server.
 */
@org.jspecify.annotations.NullMarked
module loteria.auditor {
  requires org.apache.commons.cli;
  requires org.apache.commons.csv;
  requires static org.jspecify;
}
