package loteria.e2e.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import loteria.supervisor.access.Access;
import loteria.supervisor.http.Encryption;
import loteria.supervisor.status.Status.Phase;
import loteria.supervisor.web.WebServer;

/**
 * A program for work on the page: serves a simulated lottery and prints the address. A line on its
 * input makes the next thing happen: {@code kill 2}, {@code revive 2}, {@code scale 6}, {@code
 * drawing}, {@code drawn}, {@code open}.
 */
final class ShowPage {
  private ShowPage() {}

  public static void main(String[] args) throws Exception {
    int agencies = args.length > 0 ? Integer.parseInt(args[0]) : 12;
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8080;
    var lottery = new MadeUpLottery(agencies, 4);
    try (WebServer server =
        WebServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Encryption.NONE,
            Access.open(),
            lottery,
            256)) {
      IO.println("http://127.0.0.1:" + server.port() + "/");
      for (String line = IO.readln(); line != null; line = IO.readln()) {
        String[] words = line.strip().split(" ", 2);
        int number = words.length > 1 ? Integer.parseInt(words[1]) : 1;
        switch (words[0]) {
          case "kill" -> lottery.kill(number);
          case "revive" -> lottery.revive(number);
          case "scale" -> lottery.scale(number);
          default -> lottery.phase(Phase.valueOf(words[0].toUpperCase(Locale.ROOT)));
        }
      }
    }
  }
}
