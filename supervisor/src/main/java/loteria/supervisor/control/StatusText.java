package loteria.supervisor.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/** A snapshot as a person reads it in a terminal. */
final class StatusText {
  private static final int NAMED_MAX = 10;

  private final Status status;
  private final DateTimeFormatter time;

  private StatusText(Status status, ZoneId zone) {
    this.status = status;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /**
   * The whole text.
   *
   * @param zone of the times that are shown
   */
  static String of(Status status, ZoneId zone) {
    var text = new StatusText(status, zone);
    return String.join("\n", text.summary(), text.agencies(), text.workers());
  }

  private String summary() {
    Status.Totals totals = status.totals();
    long ready = status.workers().stream().filter(one -> one.state() == WorkerState.READY).count();
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "draw %s: %s; server %s up %s; %d of %d workers ready%n",
            status.draw(),
            phase(),
            status.version(),
            age(status.startedAt()),
            ready,
            status.workersWanted()));
    text.append(
        String.format(
            Locale.ROOT,
            "%,d bets in %,d batches; %,.0f bets/s; on disk in %.1f ms (p50), %.1f ms (p99)%n",
            totals.bets(),
            totals.batches(),
            totals.betsPerSecond(),
            status.commits().p50Ms(),
            status.commits().p99Ms()));
    text.append(waitsFor()).append('\n');
    text.append(status.limits().stream().map(StatusText::limit).collect(Collectors.joining("; ")));
    text.append('\n').append(disk()).append('\n').append(replication());
    return text.append(identity()).toString();
  }

  /** Nothing where the log is in the server's own files alone. */
  private String replication() {
    Status.Replication replication = status.replication();
    return replication == null
        ? ""
        : String.format(
            Locale.ROOT,
            "replicated log: %,d messages taken in, %,d behind, brokers %s, %s; an ACK means:"
                + " %s%s%n",
            replication.position(),
            replication.behind(),
            replication.reachable() ? "reachable" : "NOT REACHABLE",
            clock(replication.clockAheadMs()),
            replication.ack(),
            replication.follows() ? "; this server only follows and serves no agency" : "");
  }

  private static String clock(@Nullable Long aheadMs) {
    if (aheadMs == null) {
      return "clock not compared with theirs";
    }
    return aheadMs == 0
        ? "clock as theirs"
        : String.format(
            Locale.ROOT,
            "clock %,d ms %s theirs",
            Math.abs(aheadMs),
            aheadMs > 0 ? "ahead of" : "behind");
  }

  private String phase() {
    Integer winners = status.totals().winners();
    return status.phase().name().toLowerCase(Locale.ROOT)
        + (winners == null ? "" : String.format(Locale.ROOT, ", %d winners", winners))
        + intake();
  }

  /** What the phase does not say: after the draw, too, the port may be closed. */
  private String intake() {
    return switch (status.phase()) {
      case OPEN, DRAINING, DRAINED -> "";
      case CLOSED, SEALED, DRAWING, DRAWN ->
          status.intake() == Status.Intake.OPEN
              ? ""
              : ", " + status.intake().name().toLowerCase(Locale.ROOT);
    };
  }

  private String waitsFor() {
    int missing = status.waitsFor().missing();
    String over = over(missing);
    if (!over.isEmpty()) {
      return over + (status.seal() == null ? "" : "\nseal " + status.seal());
    }
    String named =
        status.waitsFor().agencies().stream()
            .limit(NAMED_MAX)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String more =
        missing > NAMED_MAX ? String.format(Locale.ROOT, " and %,d more", missing - NAMED_MAX) : "";
    return String.format(
        Locale.ROOT,
        "%d of %d agencies have finished; the draw waits for %s%s, since %s (%s)%s",
        status.totals().finished(),
        status.totals().agencies(),
        named,
        more,
        time.format(status.waitsFor().since()),
        age(status.waitsFor().since()),
        status.closesAt() == null
            ? ""
            : String.format(
                Locale.ROOT,
                "; the intake closes at %s, in %s",
                time.format(status.closesAt()),
                lasted(Duration.between(status.at(), status.closesAt()))));
  }

  /** What there is to wait for once no bets are taken; nothing before. */
  private String over(int missing) {
    String finished =
        missing == 0
            ? "every agency has finished"
            : String.format(
                Locale.ROOT,
                "the intake has closed, %d of %d agencies had finished",
                status.totals().finished(),
                status.totals().agencies());
    return switch (status.phase()) {
      case OPEN, DRAINING, DRAINED -> "";
      case CLOSED -> finished + "; the bets are being sealed";
      case SEALED -> finished + "; the draw waits for the number: supervisor draw NUMBER";
      case DRAWING -> finished + "; the draw is being made";
      case DRAWN ->
          String.format(
              Locale.ROOT,
              "number %04d, winners known since %s",
              Objects.requireNonNull(status.winningNumber()),
              time.format(Objects.requireNonNull(status.drawnAt())));
    };
  }

  /** Nothing where there is no port with TLS: the start has said that nobody is checked. */
  private String identity() {
    Status.Identity identity = status.identity();
    if (!identity.tls()) {
      return "";
    }
    return Stream.of(
            days("server's certificate", identity.certificateExpires()),
            days("authority of agencies", identity.clientCaExpires()),
            days("revocation list", identity.crlExpires()),
            String.format(Locale.ROOT, "%,d refused", identity.refused()),
            identity.unchecked() ? "the port without TLS lets anybody speak for any agency" : "")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; ", "certificates: ", "\n"));
  }

  private String days(String what, @Nullable Instant expires) {
    if (expires == null) {
      return "";
    }
    long days = Duration.between(status.at(), expires).toDays();
    return expires.isBefore(status.at())
        ? what + " EXPIRED"
        : String.format(Locale.ROOT, "%s %,d days", what, days);
  }

  private static String limit(Status.Limit limit) {
    return String.format(
        Locale.ROOT, "%s %,d of %,d", limit.name().replace('_', ' '), limit.used(), limit.max());
  }

  private String disk() {
    Status.Disk disk = status.disk();
    Long lasts = disk.lastsSeconds();
    return String.format(
        Locale.ROOT,
        "room on the disk %,d MiB%s",
        disk.roomBytes() >> 20,
        lasts == null
            ? ""
            : String.format(
                Locale.ROOT,
                "; at %,.1f MiB/s it lasts %s",
                disk.bytesPerSecond() / (1 << 20),
                lasted(Duration.ofSeconds(lasts))));
  }

  private String agencies() {
    var table =
        new TextTable(
            ">agency", ">bets", ">batches", ">bets/s", "state", "last stored", ">winners");
    for (Status.Agency agency : status.agencies()) {
      table.row(
          Integer.toString(agency.id()),
          String.format(Locale.ROOT, "%,d", agency.bets()),
          String.format(Locale.ROOT, "%,d", agency.batches()),
          String.format(Locale.ROOT, "%,.0f", agency.betsPerSecond()),
          state(agency),
          at(agency.storedAt()),
          agency.winners() == null ? "" : agency.winners().toString());
    }
    return table.toString();
  }

  private static String state(Status.Agency agency) {
    String progress =
        agency.closed()
            ? "closed"
            : agency.finished() ? "finished" : agency.bets() > 0 ? "sending" : "new";
    return agency.waiting()
        ? progress + ", waiting"
        : agency.connected() ? progress + ", connected" : progress + ", away";
  }

  private String workers() {
    var table =
        new TextTable(
            ">worker",
            ">pid",
            "state",
            "up",
            ">restarts",
            "last exit",
            ">sessions",
            ">batches/s",
            ">lock wait",
            ">memory");
    for (Status.Worker worker : status.workers()) {
      table.row(
          Integer.toString(worker.slot()),
          worker.pid() == 0 ? "-" : Long.toString(worker.pid()),
          worker.state().text(),
          worker.since() == null ? "-" : age(worker.since()),
          Integer.toString(worker.restarts()),
          worker.lastExit() == null ? "-" : worker.lastExit(),
          Integer.toString(worker.sessions()),
          String.format(Locale.ROOT, "%,.0f", worker.batchesPerSecond()),
          String.format(Locale.ROOT, "%.2f ms", worker.lockWaitMs()),
          String.format(Locale.ROOT, "%,d MiB", worker.residentBytes() >> 20));
    }
    return table.toString();
  }

  private String at(@Nullable Instant moment) {
    return moment == null ? "-" : time.format(moment);
  }

  private String age(Instant since) {
    return lasted(Duration.between(since, status.at()));
  }

  private static String lasted(Duration time) {
    if (time.toHours() > 0) {
      return String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d s", Math.max(0, time.toSeconds()));
  }
}
