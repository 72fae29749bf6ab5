package loteria.supervisor;

import loteria.ipc.settings.Setting;

/** The options of the supervisor that are limits: how many, how much, how long. */
final class LimitOptions {
  static final Setting MAX_CONNECTIONS =
      new Setting(
          "max-connections",
          "SERVER_MAX_CONNECTIONS",
          "1024",
          "N",
          "agencies connected at once, 1 to 1000000");
  static final Setting MAX_CONNECTIONS_PER_AGENCY =
      new Setting(
          "max-connections-per-agency",
          "SERVER_MAX_CONNECTIONS_PER_AGENCY",
          "64",
          "N",
          "most connections of an agency, as its certificate says, up to 1000000; 0 for any"
              + " number");
  static final Setting MAX_CONNECTIONS_PER_ADDRESS =
      new Setting(
          "max-connections-per-address",
          "SERVER_MAX_CONNECTIONS_PER_ADDRESS",
          "0",
          "N",
          "of them for one IP address, up to 1000000; 0 for any number");
  static final Setting MAX_FRAME =
      new Setting(
          "max-frame-kib",
          "SERVER_MAX_FRAME_KIB",
          "1024",
          "KIB",
          "KiB of a request at most, 1 to 1024");
  static final Setting MAX_UNANSWERED =
      new Setting(
          "max-unanswered",
          "SERVER_MAX_UNANSWERED",
          "64",
          "N",
          "requests of a session unanswered before it is read no further, 1 to 64");
  static final Setting MAX_HELD =
      new Setting(
          "max-held-kib",
          "SERVER_MAX_HELD_KIB",
          "4096",
          "KIB",
          "KiB of a session unanswered before it is read no further, 1 to 1048576");
  static final Setting MAX_HELD_TOTAL =
      new Setting(
          "max-held-total-kib",
          "SERVER_MAX_HELD_TOTAL_KIB",
          "65536",
          "KIB",
          "KiB unanswered of all sessions before they are read no further, 1 or more");
  static final Setting MAX_BATCHES_PER_WORKER =
      new Setting(
          "max-batches-per-worker",
          "SERVER_MAX_BATCHES_PER_WORKER",
          "0",
          "N",
          "batches after which a worker is replaced by a new one, 0 for never");
  static final Setting HANDSHAKE_TIMEOUT =
      new Setting(
          "handshake-timeout",
          "SERVER_HANDSHAKE_TIMEOUT",
          "10s",
          "TIME",
          "for a connection's first message");
  static final Setting FRAME_TIMEOUT =
      new Setting(
          "frame-timeout",
          "SERVER_FRAME_TIMEOUT",
          "30s",
          "TIME",
          "for any message, from its first byte to its last");
  static final Setting IDLE_TIMEOUT =
      new Setting(
          "idle-timeout",
          "SERVER_IDLE_TIMEOUT",
          "5m",
          "TIME",
          "without a message while nothing is unanswered");
  static final Setting BOOT_TIMEOUT =
      new Setting("boot-timeout", "SERVER_BOOT_TIMEOUT", "10s", "TIME", "for a worker to be ready");
  static final Setting HEARTBEAT_TIMEOUT =
      new Setting(
          "heartbeat-timeout",
          "SERVER_HEARTBEAT_TIMEOUT",
          "5s",
          "TIME",
          "for a worker's sign of life, and of progress; at least 1s");
  static final Setting WORKER_TIMEOUT =
      new Setting(
          "worker-timeout",
          "SERVER_WORKER_TIMEOUT",
          "10s",
          "TIME",
          "for a session to be given a worker");
  static final Setting COMMIT_TIMEOUT =
      new Setting(
          "commit-timeout",
          "SERVER_COMMIT_TIMEOUT",
          "10s",
          "TIME",
          "for the brokers to take a batch, then agencies must try again; 500ms to 10m");
  static final Setting GRACE =
      new Setting("grace", "SERVER_GRACE", "10s", "TIME", "for an orderly end, then harder");

  private LimitOptions() {}
}
