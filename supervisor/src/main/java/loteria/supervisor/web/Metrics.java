package loteria.supervisor.web;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import loteria.supervisor.http.WholeResponse;
import loteria.supervisor.status.Status;

/**
 * The metrics in the format that the scraper asks for. Neither this class nor the Prometheus
 * library is loaded before the first scrape.
 */
final class Metrics {
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  /** One scrape at a time: scrapes are the most expensive requests. */
  private static final ReentrantLock SCRAPE = new ReentrantLock();

  private Metrics() {}

  /**
   * All metrics of one snapshot, which therefore agree with each other.
   *
   * @param accept the scraper's Accept header
   */
  static WholeResponse of(Status status, String accept) throws IOException {
    ExpositionFormatWriter writer = writer(accept);
    SCRAPE.lock();
    try {
      var text = new ByteArrayOutputStream(16 << 10);
      MetricSnapshots all = new MetricSnapshots(StatusMetrics.of(status));
      writer.write(text, all, EscapingScheme.UNDERSCORE_ESCAPING);
      return new WholeResponse(200, writer.getContentType(), text.toByteArray());
    } finally {
      SCRAPE.unlock();
    }
  }

  /**
   * Whether to answer with OpenMetrics, which the scraper must ask for; the default is Prometheus's
   * own text. Protobuf, which a Prometheus with native histograms prefers, is not offered: it
   * accepts text too.
   */
  private static ExpositionFormatWriter writer(String accept) {
    ExpositionFormatWriter open = FORMATS.getOpenMetricsTextFormatWriter();
    return open.accepts(accept) ? open : FORMATS.getPrometheusTextFormatWriter();
  }
}
