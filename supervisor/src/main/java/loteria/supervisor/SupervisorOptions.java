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
          LimitOptions.MAX_CONNECTIONS,
          LimitOptions.MAX_CONNECTIONS_PER_AGENCY,
          LimitOptions.MAX_CONNECTIONS_PER_ADDRESS,
          LimitOptions.MAX_FRAME,
          LimitOptions.MAX_UNANSWERED,
          LimitOptions.MAX_HELD,
          LimitOptions.MAX_HELD_TOTAL,
          ACTIVE_WORKERS,
          LimitOptions.MAX_BATCHES_PER_WORKER,
          LimitOptions.HANDSHAKE_TIMEOUT,
          LimitOptions.FRAME_TIMEOUT,
          LimitOptions.IDLE_TIMEOUT,
          LimitOptions.BOOT_TIMEOUT,
          LimitOptions.HEARTBEAT_TIMEOUT,
          LimitOptions.WORKER_TIMEOUT,
          LimitOptions.COMMIT_TIMEOUT,
          LimitOptions.GRACE,
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
