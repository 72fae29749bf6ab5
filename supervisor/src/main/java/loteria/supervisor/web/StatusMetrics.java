package loteria.supervisor.web;

import static loteria.supervisor.web.Metric.counter;
import static loteria.supervisor.web.Metric.gauge;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's figures as metrics. Rates and quantiles of the last seconds are left out: Prometheus
 * computes its own from the counters and the histogram.
 */
final class StatusMetrics {
  /** The most agencies, and slots, that get a label of their own. */
  static final int LABELS_MAX = 256;

  private static final List<String> PHASES =
      Arrays.stream(Status.Phase.values()).map(StatusMetrics::name).toList();
  private static final List<String> AGENCY_STATES =
      List.of("finished", "waiting", "connected", "absent");

  private StatusMetrics() {}

  static List<MetricSnapshot> of(Status status) {
    List<MetricSnapshot> all = new ArrayList<>();
    addDraw(all, status);
    addTotals(all, status);
    if (status.totals().agencies() <= LABELS_MAX) {
      addAgencies(all, status.agencies());
    }
    all.addAll(WorkerMetrics.of(status));
    all.add(commits(status.commits()));
    addDisk(all, status.disk());
    status.limits().forEach(limit -> addLimit(all, limit));
    addIdentity(all, status.identity());
    Status.Replication replication = status.replication();
    if (replication != null) {
      addReplication(all, replication);
    }
    return all;
  }

  private static void addDraw(List<MetricSnapshot> all, Status status) {
    all.add(
        new InfoSnapshot(
            Metric.withoutUnit("", "The program's version and the draw."),
            List.of(
                new InfoDataPointSnapshot(
                    Labels.of("version", status.version(), "draw", status.draw())))));
    all.add(
        new StateSetSnapshot(
            Metric.withoutUnit("phase", "Phase of the draw."),
            List.of(Metric.state(PHASES, name(status.phase()), Labels.EMPTY))));
    all.add(
        gauge(
            "start_time_seconds",
            "Time when the supervisor started.",
            seconds(status.startedAt())));
    all.add(
        gauge(
            "last_finish_time_seconds",
            "Time when an agency last finished, or when the supervisor started.",
            seconds(status.waitsFor().since())));
    if (status.drawnAt() != null) {
      all.add(
          gauge("draw_time_seconds", "Time when the draw was made.", seconds(status.drawnAt())));
    }
    if (status.totals().winners() != null) {
      all.add(gauge("draw_winners", "Bets that won.", status.totals().winners()));
    }
  }

  private static void addTotals(List<MetricSnapshot> all, Status status) {
    Status.Totals totals = status.totals();
    all.add(counter("stored_bets", "Bets that are on disk.", totals.bets()));
    all.add(counter("stored_batches", "Batches that are on disk.", totals.batches()));
    all.add(gauge("agencies", "Agencies that take part.", totals.agencies()));
    all.add(gauge("finished_agencies", "Agencies that have finished.", totals.finished()));
    all.add(gauge("connected_agencies", "Agencies that have a session.", totals.connected()));
    all.add(gauge("waiting_agencies", "Agencies that wait for their winners.", totals.waiting()));
  }

  private static void addAgencies(List<MetricSnapshot> all, List<Status.Agency> agencies) {
    all.add(
        counter(
            "agency_bets",
            "Bets of an agency that are on disk.",
            agencies,
            StatusMetrics::label,
            Status.Agency::bets));
    all.add(
        counter(
            "agency_batches",
            "Batches of an agency that are on disk.",
            agencies,
            StatusMetrics::label,
            Status.Agency::batches));
    all.add(
        new StateSetSnapshot(
            Metric.withoutUnit("agency_state", "State of an agency."),
            agencies.stream()
                .map(one -> Metric.state(AGENCY_STATES, state(one), label(one)))
                .toList()));
    List<Status.Agency> drawn = agencies.stream().filter(one -> one.winners() != null).toList();
    if (!drawn.isEmpty()) {
      all.add(
          gauge(
              "agency_winners",
              "Bets of an agency that won.",
              drawn,
              StatusMetrics::label,
              one -> one.winners() == null ? 0 : one.winners()));
    }
  }

  private static HistogramSnapshot commits(Status.Commits commits) {
    var buckets = ClassicHistogramBuckets.builder();
    for (Status.Bucket bucket : commits.buckets()) {
      Double atMostMs = bucket.atMostMs();
      buckets.bucket(atMostMs == null ? Double.POSITIVE_INFINITY : atMostMs / 1000, bucket.count());
    }
    return new HistogramSnapshot(
        Metric.about(
            "commit_seconds", "Time of batches from their arrival at a worker to the disk."),
        List.of(
            new HistogramDataPointSnapshot(
                buckets.build(), commits.sumMs() / 1000, Labels.EMPTY, null, 0)));
  }

  private static void addDisk(List<MetricSnapshot> all, Status.Disk disk) {
    all.add(gauge("disk_room_bytes", "Free bytes on the draw's disk.", disk.roomBytes()));
    Long lasts = disk.lastsSeconds();
    if (lasts != null) {
      all.add(
          gauge(
              "disk_room_seconds",
              "Time until that disk is full at the last minute's rate; absent while it does not"
                  + " fill.",
              lasts));
    }
  }

  /** A limit. It has two metrics, because each limit has its own unit. */
  private static void addLimit(List<MetricSnapshot> all, Status.Limit limit) {
    String words = limit.name().replace('_', ' ');
    all.add(gauge("used_" + limit.name(), "In use now: " + words + ".", limit.used()));
    all.add(gauge("max_" + limit.name(), "The limit: " + words + ".", limit.max()));
  }

  private static void addReplication(List<MetricSnapshot> all, Status.Replication replication) {
    all.add(
        gauge(
            "replicated_log_position",
            "Messages of the replicated log that are in this server's copy.",
            replication.position()));
    all.add(
        gauge(
            "replicated_log_behind",
            "Messages of the replicated log that are yet to be taken in.",
            replication.behind()));
    all.add(
        gauge(
            "replicated_log_reachable",
            "1 if the replicated log could be read when that was last tried, else 0.",
            replication.reachable() ? 1 : 0));
    Long ahead = replication.clockAheadMs();
    if (ahead != null) {
      all.add(
          gauge(
              "replicated_log_clock_ahead_seconds",
              "By how much this server's clock is ahead of the brokers', at least.",
              ahead / 1e3));
    }
  }

  /** Without TLS only that nobody is checked. */
  private static void addIdentity(List<MetricSnapshot> all, Status.Identity identity) {
    all.add(
        gauge(
            "unchecked_port",
            "1 if there is a port whose peers may speak for any agency, else 0.",
            identity.unchecked() ? 1 : 0));
    if (!identity.tls()) {
      return;
    }
    all.add(
        counter(
            "refused_certificates",
            "Connections and requests refused because of a certificate.",
            identity.refused()));
    Map<String, Instant> expiries = new TreeMap<>();
    addExpiry(expiries, "server", identity.certificateExpires());
    addExpiry(expiries, "client_ca", identity.clientCaExpires());
    addExpiry(expiries, "crl", identity.crlExpires());
    all.add(
        gauge(
            "certificate_expiry_time_seconds",
            "Time when a certificate or the revocation list expires.",
            List.copyOf(expiries.entrySet()),
            one -> Labels.of("certificate", one.getKey()),
            one -> seconds(one.getValue())));
  }

  private static void addExpiry(
      Map<String, Instant> expiries, String name, @Nullable Instant expires) {
    if (expires != null) {
      expiries.put(name, expires);
    }
  }

  private static String state(Status.Agency agency) {
    if (agency.finished()) {
      return agency.waiting() ? "waiting" : "finished";
    }
    return agency.connected() ? "connected" : "absent";
  }

  private static Labels label(Status.Agency agency) {
    return Labels.of("agency", Integer.toString(agency.id()));
  }

  private static String name(Status.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / 1000.0;
  }
}
