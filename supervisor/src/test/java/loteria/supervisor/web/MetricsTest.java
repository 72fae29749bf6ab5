package loteria.supervisor.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import loteria.supervisor.http.WholeResponse;
import loteria.supervisor.slot.WorkerState;
import loteria.supervisor.status.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics as a scraper reads them. */
@Timeout(30)
class MetricsTest {
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  @Test
  void figuresAreTheSnapshots() throws IOException {
    OpenMetrics metrics = scrape(View.status(3, 1000));
    assertEquals(3000, metrics.of("loteria_stored_bets_total"));
    assertEquals(300, metrics.of("loteria_stored_batches_total"));
    assertEquals(1000, metrics.of("loteria_agency_bets_total{agency=\"2\"}"));
    assertEquals(
        1, metrics.of("loteria_agency_state{agency=\"1\",loteria_agency_state=\"waiting\"}"));
    assertEquals(
        1, metrics.of("loteria_agency_state{agency=\"3\",loteria_agency_state=\"absent\"}"));
    assertEquals(3, metrics.of("loteria_agencies"));
    assertEquals(1, metrics.of("loteria_finished_agencies"));
    assertEquals(2, metrics.of("loteria_connected_agencies"));
    assertEquals(1, metrics.of("loteria_waiting_agencies"));
    assertEquals(2, metrics.of("loteria_wanted_workers"));
    assertEquals(1, metrics.of("loteria_workers{state=\"ready\"}"));
    assertEquals(1, metrics.of("loteria_workers{state=\"waiting\"}"));
    assertEquals(0, metrics.of("loteria_workers{state=\"given_up\"}"));
    assertEquals(3, metrics.of("loteria_worker_restarts_total{slot=\"2\"}"));
    assertEquals(0.00025, metrics.of("loteria_worker_lock_wait_seconds{slot=\"1\"}"));
    assertEquals(0.0015, metrics.of("loteria_worker_lock_held_seconds_total{slot=\"1\"}"));
    assertEquals(8, metrics.of("loteria_worker_turns_total{slot=\"1\"}"));
    assertEquals(40 << 20, metrics.of("loteria_worker_resident_bytes{slot=\"1\"}"));
    assertEquals(1, metrics.of("loteria_phase{loteria_phase=\"open\"}"));
    assertEquals(0, metrics.of("loteria_phase{loteria_phase=\"drawn\"}"));
    assertEquals(77, metrics.of("loteria_used_held_bytes"));
    assertEquals(1024, metrics.of("loteria_max_connections"));
    assertEquals(5L << 30, metrics.of("loteria_disk_room_bytes"));
    assertEquals(5120, metrics.of("loteria_disk_room_seconds"));
    assertEquals(View.START.toEpochMilli() / 1000.0, metrics.of("loteria_start_time_seconds"));
    assertEquals(1, metrics.of("loteria_info{draw=\"night\",version=\"1.2.3\"}"));
  }

  @Test
  void commitsAreAHistogramThatAddsUp() throws IOException {
    OpenMetrics metrics = scrape(View.status(1, 1000));
    assertEquals(500, metrics.of("loteria_commit_seconds_bucket{le=\"5.0E-4\"}"));
    assertEquals(999, metrics.of("loteria_commit_seconds_bucket{le=\"0.005\"}"));
    assertEquals(1000, metrics.of("loteria_commit_seconds_bucket{le=\"+Inf\"}"));
    assertEquals(1000, metrics.of("loteria_commit_seconds_count"));
    assertEquals(0.9, metrics.of("loteria_commit_seconds_sum"), 1e-9);
  }

  @Test
  void countersRiseWithTheStatus() throws IOException {
    OpenMetrics before = scrape(View.status(3, 1000));
    OpenMetrics after = scrape(View.status(3, 1500));
    assertEquals(before.samples.keySet(), after.samples.keySet());
    before.samples.forEach(
        (name, value) -> {
          if (name.contains("_total") || name.contains("_bucket") || name.contains("_count")) {
            assertTrue(after.of(name) >= value, name);
          }
        });
    for (String name :
        new String[] {
          "loteria_stored_bets_total",
          "loteria_stored_batches_total",
          "loteria_agency_bets_total{agency=\"3\"}",
          "loteria_commit_seconds_count",
          "loteria_commit_seconds_sum"
        }) {
      assertTrue(after.of(name) > before.of(name), name);
    }
  }

  @Test
  void everyMetricIsExplainedAndHasAUnit() throws IOException {
    OpenMetrics metrics = scrape(drawn());
    assertTrue(metrics.families.size() > 25, metrics.families.keySet().toString());
    metrics.families.forEach(
        (name, about) -> {
          assertTrue(about.getOrDefault("HELP", "").endsWith("."), name + " has no help");
          String type = about.get("TYPE");
          if ("stateset".equals(type) || "info".equals(type)) {
            assertFalse(about.containsKey("UNIT"), name + " may have no unit");
          } else {
            assertTrue(name.endsWith("_" + about.get("UNIT")), name + " has no unit");
          }
        });
  }

  @Test
  void winnersAreThereOnceDrawn() throws IOException {
    assertFalse(scrape(View.status(3, 10)).families.containsKey("loteria_draw_winners"));
    OpenMetrics metrics = scrape(drawn());
    assertEquals(12, metrics.of("loteria_draw_winners"));
    assertEquals(4, metrics.of("loteria_agency_winners{agency=\"3\"}"));
    assertEquals(
        View.START.plusSeconds(50).toEpochMilli() / 1000.0,
        metrics.of("loteria_draw_time_seconds"));
  }

  @Test
  void manyAgenciesHaveNoLabelsOfTheirOwn() throws IOException {
    assertTrue(
        scrape(View.status(StatusMetrics.LABELS_MAX, 10)).samples.size()
            > StatusMetrics.LABELS_MAX);
    OpenMetrics many = scrape(View.status(StatusMetrics.LABELS_MAX + 1, 10));
    assertTrue(many.samples.size() < 60, many.samples.size() + " samples");
    assertEquals(10 * (StatusMetrics.LABELS_MAX + 1), many.of("loteria_stored_bets_total"));
  }

  @Test
  void anOldScraperGetsTheOldFormat() throws IOException {
    WholeResponse answer = Metrics.of(View.status(1, 10), "text/plain");
    assertTrue(answer.type().startsWith("text/plain; version=0.0.4"), answer.type());
    String text = new String(answer.body(), UTF_8);
    assertTrue(
        text.contains("# TYPE loteria_stored_bets_total counter\nloteria_stored_bets_total 10.0\n"),
        text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "nonsense;;;q=x",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
      })
  void otherAcceptHeadersGetText(String accept) throws IOException {
    WholeResponse answer = Metrics.of(View.status(1, 10), accept);
    assertTrue(answer.type().startsWith("text/plain; version=0.0.4"), answer.type());
    assertTrue(new String(answer.body(), UTF_8).contains("loteria_stored_bets_total 10.0\n"));
  }

  @Test
  void aPrometheusWithNativeHistogramsGetsOpenMetrics() throws IOException {
    String accept =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
            + "encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";
    WholeResponse answer = Metrics.of(View.status(1, 10), accept);
    assertTrue(answer.type().startsWith("application/openmetrics-text"), answer.type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yml", "grafana/dashboards/loteria.json"})
  void metricsOfTheDashboardsExist(String file) throws IOException {
    Set<String> names = new HashSet<>();
    scrape(drawn()).samples.keySet().forEach(name -> names.add(name.replaceAll("\\{.*", "")));
    String text = Files.readString(Path.of("src/main/dist/monitoring").resolve(file));
    List<String> asked =
        Pattern.compile("loteria_[a-z_]+(?=[ \\[{)\"\n])")
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertTrue(asked.size() >= 6, asked.toString());
    assertEquals(List.of(), asked.stream().filter(name -> !names.contains(name)).toList());
  }

  private static Status drawn() {
    return View.status(Status.Phase.DRAWN, 3, 10, WorkerState.READY, 4);
  }

  private static OpenMetrics scrape(Status status) throws IOException {
    WholeResponse answer = Metrics.of(status, OPEN_METRICS);
    assertTrue(answer.type().startsWith("application/openmetrics-text"), answer.type());
    return new OpenMetrics(new String(answer.body(), UTF_8));
  }
}
