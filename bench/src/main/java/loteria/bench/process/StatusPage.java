package loteria.bench.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The status of a server that has a page, as a program reads it. */
public final class StatusPage {
  private static final Pattern POSITION =
      Pattern.compile("\"replication\":\\s*\\{[^}]*\"position\":\\s*(\\d+)");

  private final HttpClient client;
  private final URI status;
  private final URI metrics;

  private StatusPage(HttpClient client, int port) {
    this.client = client;
    this.status = URI.create("http://127.0.0.1:" + port + "/api/status");
    this.metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
  }

  /** The page of a server that was started with {@code --http}. */
  public static StatusPage of(ServerProcess server) throws IOException, InterruptedException {
    int port = (int) server.logged("ready", "http");
    return new StatusPage(HttpClient.newHttpClient(), port);
  }

  /** Up to where it has taken in the replicated log; -1 where it does not say yet. */
  public long position() throws IOException, InterruptedException {
    Matcher found = POSITION.matcher(get(status));
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  /**
   * All metrics, each with the sum of its samples.
   *
   * @return by name, without labels
   */
  public Map<String, Double> metrics() throws IOException, InterruptedException {
    return get(metrics)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(
            Collectors.groupingBy(StatusPage::name, Collectors.summingDouble(StatusPage::value)));
  }

  private static String name(String sample) {
    return sample.substring(0, sample.indexOf(sample.contains("{") ? '{' : ' '));
  }

  private static double value(String sample) {
    return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
  }

  private String get(URI address) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }
}
