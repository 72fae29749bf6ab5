package loteria.supervisor;

import java.util.List;
import loteria.ipc.settings.Setting;

/** All options of the supervisor, in the order of its help. */
final class SupervisorOptions {
  static final Setting HELP = new Setting("help", "", "", "", "print this and exit");
  static final Setting VERSION = new Setting("version", "", "", "", "print the version and exit");

  static final Setting JSON =
      new Setting("json", "", "", "", "with status, draws, events and bets: as JSON, for programs");
  static final Setting LOG =
      new Setting("log", "", "", "", "with verify: compare with the replicated log, too");
  static final Setting YES =
      new Setting("yes", "", "", "", "with close, close-intake and draw: do not ask first");
  static final Setting SINCE =
      new Setting("since", "", "", "TIME", "with events: only those since then");
  static final Setting DOCUMENT =
      new Setting(
          "document",
          "",
          "",
          "DOCUMENT",
          "with bets: the person's document; - to read it from standard input");
  static final Setting SEAL =
      new Setting(
          "seal", "", "", "HEX", "with verify: prove the draw, which was sealed with this SHA-256");

  static final Setting WORKERS =
      of(
          "workers",
          "SERVER_WORKERS",
          defaultWorkers(),
          "N",
          "worker processes to keep alive, 1 to 256; by default as many as this machine has"
              + " processors, at least 2");
  static final Setting ACTIVE_WORKERS =
      of(
          "active-workers",
          "SERVER_ACTIVE_WORKERS",
          "0",
          "N",
          "workers that are given sessions at once, up to --workers; 0 for half of this machine's"
              + " processors, at least one");
  static final Setting PORT =
      of(
          "port",
          "SERVER_PORT",
          "12345",
          "PORT",
          "TCP port to listen on, up to 65535, 0 for any free one");
  static final Setting LISTEN =
      of(
          "listen",
          "SERVER_LISTEN",
          "",
          "ADDRESS",
          "address of this machine to listen on, else all of them");
  static final Setting TLS_PORT =
      of(
          "tls-port",
          "SERVER_TLS_PORT",
          "",
          "PORT",
          "TCP port for agencies with certificates; --port is then closed unless it is set too");
  static final Setting TLS_CERTIFICATE =
      of(
          "tls-certificate",
          "SERVER_TLS_CERTIFICATE",
          "",
          "FILE",
          "the server's certificate, then those up to its authority; PEM");
  static final Setting TLS_KEY =
      of("tls-key", "SERVER_TLS_KEY", "", "FILE", "the key of that certificate; PEM, PKCS #8");
  static final Setting TLS_CLIENT_CA =
      of(
          "tls-client-ca",
          "SERVER_TLS_CLIENT_CA",
          "",
          "FILE",
          "the authorities that certify agencies; PEM");
  static final Setting TLS_CRL =
      of(
          "tls-crl",
          "SERVER_TLS_CRL",
          "",
          "FILE",
          "the certificates that these authorities have revoked; PEM");
  static final Setting BACKLOG =
      of(
          "backlog",
          "SERVER_LISTEN_BACKLOG",
          "128",
          "N",
          "connections that may wait to be accepted, 1 to 65535");
  static final Setting AGENCIES =
      of(
          "agencies",
          "SERVER_AGENCIES",
          "5",
          "N",
          "agencies that take part, with the ids 1 to N; 1 to 999999");
  static final Setting WINNING_NUMBER =
      of(
          "winning-number",
          "SERVER_WINNING_NUMBER",
          "",
          "0-9999",
          "the number that wins; without it the draw waits, after the seal, for 'supervisor draw"
              + " NUMBER'");
  static final Setting CLOSES_AT =
      of(
          "closes-at",
          "SERVER_CLOSES_AT",
          "",
          "TIME",
          "when the intake closes, as 2026-12-24T21:00:00-03:00; it closes before that if all"
              + " agencies have finished");
  static final Setting DATA = of("data", "SERVER_DATA", "./data", "DIR", "where bets are kept");
  static final Setting DRAW =
      of("draw", "SERVER_DRAW", "default", "NAME", "the draw; each has its own folder in --data");
  static final Setting KEEP_DRAWS =
      of(
          "keep-draws",
          "SERVER_KEEP_DRAWS",
          "1",
          "N",
          "earlier draws whose winners can still be asked for, each with a worker of its own; 0 to"
              + " 100");
  static final Setting LEDGER =
      of(
          "ledger",
          "SERVER_LEDGER",
          "file",
          "ENGINE",
          "where the log is: file, in --data alone; kafka, a topic of Apache Kafka that several"
              + " servers share; see docs/replication.md");
  static final Setting KAFKA =
      of(
          "kafka",
          "SERVER_KAFKA",
          "",
          "SERVERS",
          "some of the brokers, HOST:PORT, separated by commas; the topic is loteria-DRAW");
  static final Setting KAFKA_CONFIG =
      of(
          "kafka-config",
          "SERVER_KAFKA_CONFIG",
          "",
          "FILE",
          "properties file for Kafka's client: how the brokers are reached, as TLS and SASL");
  static final Setting KAFKA_CREATE_TOPIC =
      of(
          "kafka-create-topic",
          "SERVER_KAFKA_CREATE_TOPIC",
          "true",
          "BOOLEAN",
          "whether the topic may be made where there is none");
  static final Setting KAFKA_UNFORCED =
      of(
          "kafka-unforced",
          "SERVER_KAFKA_UNFORCED",
          "false",
          "",
          "whether brokers may acknowledge what is in their memory: faster, and lost if most of"
              + " them lose power at once");
  static final Setting FOLLOW =
      of(
          "follow",
          "SERVER_FOLLOW",
          "false",
          "",
          "whether to keep a copy of the log and nothing else: no agency is served, nothing is"
              + " appended");
  static final Setting COMMIT_TIMEOUT =
      of(
          "commit-timeout",
          "SERVER_COMMIT_TIMEOUT",
          "10s",
          "TIME",
          "for the brokers to take a batch, then agencies must try again; 500ms to 10m");
  static final Setting RUN =
      of("run", "SERVER_RUN", "", "DIR", "where Unix sockets are (default DATA/DRAW/run)");
  static final Setting GROUP_READABLE =
      of(
          "group-readable",
          "SERVER_GROUP_READABLE",
          "false",
          "",
          "whether the group may read what is created in --data, and the file of export; otherwise"
              + " only this user may");
  static final Setting HTTP =
      of("http", "SERVER_HTTP", "", "HOST:PORT", "where the page and metrics are, else nowhere");
  static final Setting HTTP_TOKEN =
      of(
          "http-token",
          "SERVER_HTTP_TOKEN",
          "",
          "FILE",
          "its first line is the token that readers of the page and the metrics need");
  static final Setting HTTP_OPEN =
      of(
          "http-open",
          "SERVER_HTTP_OPEN",
          "",
          "",
          "every program that reaches --http may read; elsewhere than on a loopback address this"
              + " or --http-token is needed");
  static final Setting HTTP_NAME =
      of(
          "http-name",
          "SERVER_HTTP_NAME",
          "",
          "NAMES",
          "further names of this server in links to the page, separated by commas");
  static final Setting MAX_CONNECTIONS =
      of(
          "max-connections",
          "SERVER_MAX_CONNECTIONS",
          "1024",
          "N",
          "agencies connected at once, 1 to 1000000");
  static final Setting MAX_CONNECTIONS_PER_AGENCY =
      of(
          "max-connections-per-agency",
          "SERVER_MAX_CONNECTIONS_PER_AGENCY",
          "64",
          "N",
          "most connections of an agency, as its certificate says, up to 1000000; 0 for any"
              + " number");
  static final Setting MAX_CONNECTIONS_PER_ADDRESS =
      of(
          "max-connections-per-address",
          "SERVER_MAX_CONNECTIONS_PER_ADDRESS",
          "0",
          "N",
          "of them for one IP address, up to 1000000; 0 for any number");
  static final Setting MAX_FRAME =
      of(
          "max-frame-kib",
          "SERVER_MAX_FRAME_KIB",
          "1024",
          "KIB",
          "KiB of a request at most, 1 to 1024");
  static final Setting MAX_UNANSWERED =
      of(
          "max-unanswered",
          "SERVER_MAX_UNANSWERED",
          "64",
          "N",
          "requests of a session unanswered before it is read no further, 1 to 64");
  static final Setting MAX_HELD =
      of(
          "max-held-kib",
          "SERVER_MAX_HELD_KIB",
          "4096",
          "KIB",
          "KiB of a session unanswered before it is read no further, 1 to 1048576");
  static final Setting MAX_HELD_TOTAL =
      of(
          "max-held-total-kib",
          "SERVER_MAX_HELD_TOTAL_KIB",
          "65536",
          "KIB",
          "KiB unanswered of all sessions before they are read no further, 1 or more");
  static final Setting MAX_BATCHES_PER_WORKER =
      of(
          "max-batches-per-worker",
          "SERVER_MAX_BATCHES_PER_WORKER",
          "0",
          "N",
          "batches after which a worker is replaced by a new one, 0 for never");
  static final Setting HANDSHAKE_TIMEOUT =
      of(
          "handshake-timeout",
          "SERVER_HANDSHAKE_TIMEOUT",
          "10s",
          "TIME",
          "for a connection's first message");
  static final Setting FRAME_TIMEOUT =
      of(
          "frame-timeout",
          "SERVER_FRAME_TIMEOUT",
          "30s",
          "TIME",
          "for any message, from its first byte to its last");
  static final Setting IDLE_TIMEOUT =
      of(
          "idle-timeout",
          "SERVER_IDLE_TIMEOUT",
          "5m",
          "TIME",
          "without a message while nothing is unanswered");
  static final Setting BOOT_TIMEOUT =
      of("boot-timeout", "SERVER_BOOT_TIMEOUT", "10s", "TIME", "for a worker to be ready");
  static final Setting HEARTBEAT_TIMEOUT =
      of(
          "heartbeat-timeout",
          "SERVER_HEARTBEAT_TIMEOUT",
          "5s",
          "TIME",
          "for a worker's sign of life, and of progress; at least 1s");
  static final Setting WORKER_TIMEOUT =
      of(
          "worker-timeout",
          "SERVER_WORKER_TIMEOUT",
          "10s",
          "TIME",
          "for a session to be given a worker");
  static final Setting GRACE =
      of("grace", "SERVER_GRACE", "10s", "TIME", "for an orderly end, then harder");
  static final Setting WORKER_JAVA_OPTIONS =
      of(
          "worker-java-options",
          "SERVER_WORKER_JAVA_OPTIONS",
          "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=1000"
              + " -XX:Tier3MinInvocationThreshold=500 -XX:Tier3CompileThreshold=5000"
              + " -XX:+UseCompactObjectHeaders -XX:-UsePerfData -Xmx256m",
          "OPTIONS",
          "for the workers' JVMs");
  static final Setting LOG_LEVEL =
      of("log-level", "LOGGING_LEVEL", "INFO", "LEVEL", "DEBUG, INFO, WARN or ERROR");
  static final Setting CONFIG =
      of("config", "SERVER_CONFIG", "", "FILE", "properties file with any of these settings");

  static final List<Setting> ALL =
      List.of(
          WORKERS,
          PORT,
          LISTEN,
          TLS_PORT,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_CLIENT_CA,
          TLS_CRL,
          BACKLOG,
          AGENCIES,
          WINNING_NUMBER,
          CLOSES_AT,
          DATA,
          DRAW,
          KEEP_DRAWS,
          LEDGER,
          KAFKA,
          KAFKA_CONFIG,
          KAFKA_CREATE_TOPIC,
          KAFKA_UNFORCED,
          FOLLOW,
          RUN,
          GROUP_READABLE,
          HTTP,
          HTTP_TOKEN,
          HTTP_OPEN,
          HTTP_NAME,
          MAX_CONNECTIONS,
          MAX_CONNECTIONS_PER_AGENCY,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_FRAME,
          MAX_UNANSWERED,
          MAX_HELD,
          MAX_HELD_TOTAL,
          ACTIVE_WORKERS,
          MAX_BATCHES_PER_WORKER,
          HANDSHAKE_TIMEOUT,
          FRAME_TIMEOUT,
          IDLE_TIMEOUT,
          BOOT_TIMEOUT,
          HEARTBEAT_TIMEOUT,
          WORKER_TIMEOUT,
          COMMIT_TIMEOUT,
          GRACE,
          WORKER_JAVA_OPTIONS,
          LOG_LEVEL,
          CONFIG,
          DOCUMENT,
          JSON,
          LOG,
          SEAL,
          SINCE,
          DrawImport.TOPIC_LOST,
          YES,
          HELP,
          VERSION);

  private SupervisorOptions() {}

  private static String defaultWorkers() {
    return Integer.toString(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  private static Setting of(
      String flag, String environment, String fallback, String argument, String help) {
    return new Setting(flag, environment, fallback, argument, help);
  }
}
