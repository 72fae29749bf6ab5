package loteria.bench.cold;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import loteria.bench.Setup;
import loteria.bench.load.Connector;
import loteria.bench.load.Exchange;
import loteria.bench.load.NativeExchange;
import loteria.bench.load.RowPool;
import loteria.bench.load.TextExchange;
import loteria.bench.process.ChildJava;
import loteria.ipc.message.Dialect;

/**
 * A process that is one agency with a connection for each batch. It lives longer than the servers
 * that it sends to, so it is warm when they are cold.
 */
public final class Sender implements AutoCloseable {
  private final ChildJava process;

  private Sender(ChildJava process) {
    this.process = process;
  }

  /** Starts one. */
  static Sender start(Path bets, Dialect dialect, int betsEach, int agency) throws IOException {
    return new Sender(
        ChildJava.start(
            Sender.class,
            bets.toString(),
            dialect.name(),
            Integer.toString(betsEach),
            Integer.toString(agency)));
  }

  /** Has it send its first batches to a server; returns at once. */
  void begin(int port, int batches) throws IOException {
    process.say(port + " " + batches);
  }

  /** Waits until all are acknowledged. */
  void await() throws IOException {
    process.line();
  }

  @Override
  public void close() {
    process.close();
  }

  /** The process: for each line of a port and a number it sends batches 1 to that number. */
  public static void main(String[] arguments) throws IOException {
    RowPool pool = RowPool.read(Path.of(arguments[0]), Setup.AGENCIES);
    int bets = Integer.parseInt(arguments[2]);
    int agency = Integer.parseInt(arguments[3]);
    Exchange exchange =
        switch (Dialect.valueOf(arguments[1])) {
          case TEXT -> new TextExchange(pool, agency, bets);
          case NATIVE -> new NativeExchange(pool, agency, bets);
          case PING -> throw new IllegalArgumentException(arguments[1]);
        };
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", -1);
      var server =
          Connector.plain(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])));
      long batches = Long.parseLong(words[1]);
      for (long batch = 1; batch <= batches; batch++) {
        exchange.send(server, batch);
      }
      System.out.println("done");
    }
  }
}
