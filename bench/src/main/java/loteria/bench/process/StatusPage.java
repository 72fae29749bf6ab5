package loteria.bench.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status of a server that has a page, as a program reads it. */
public final class StatusPage {
  private static final Pattern POSITION =
      Pattern.compile("\"replication\":\\s*\\{[^}]*\"position\":\\s*(\\d+)");

  private final HttpClient client;
  private final URI status;

  private StatusPage(HttpClient client, URI status) {
    this.client = client;
    this.status = status;
  }

  /** The page of a server that was started with {@code --http}. */
  public static StatusPage of(ServerProcess server) throws IOException, InterruptedException {
    int port = (int) server.logged("ready", "http");
    return new StatusPage(
        HttpClient.newHttpClient(), URI.create("http://127.0.0.1:" + port + "/api/status"));
  }

  /** Up to where it has taken in the replicated log; -1 where it does not say yet. */
  public long position() throws IOException, InterruptedException {
    String text =
        client.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString()).body();
    Matcher found = POSITION.matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }
}
