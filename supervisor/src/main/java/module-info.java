/**
 * The process that people start: accepts agencies, keeps a pool of workers alive, relays between
 * them, and sees to the draw.
 */
@org.jspecify.annotations.NullMarked
module loteria.supervisor {
  requires loteria.ledger;
  requires com.google.gson;
  requires io.prometheus.metrics.config;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires java.naming;
  requires jdk.net;

  opens loteria.supervisor.control to
      com.google.gson;
  opens loteria.supervisor.status to
      com.google.gson;
}
