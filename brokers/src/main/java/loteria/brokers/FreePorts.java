package loteria.brokers;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nothing listens on, for programs that may be started on them more than once. */
public final class FreePorts {
  /**
   * Below the ports that Linux gives to clients: one of those could occupy the port of a program
   * that has been killed, or even connect to itself there.
   */
  private static final int FIRST = 20_000;

  private static final int END = 32_768;

  private FreePorts() {}

  /** Chooses one. Another process may bind it before the program does. */
  public static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
