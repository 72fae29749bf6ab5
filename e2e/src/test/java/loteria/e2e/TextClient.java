package loteria.e2e;

import java.io.IOException;
import java.util.List;

/**
 * An agency program of an older system: it knows only the text dialect, with a connection for each
 * message.
 */
public final class TextClient {
  private final Dialer server;
  private final int agency;

  public TextClient(int port, int agency) {
    this(Dialer.plain(port), agency);
  }

  public TextClient(Dialer server, int agency) {
    this.server = server;
    this.agency = agency;
  }

  /**
   * Sends a batch, each bet as {@code first,last,document,birth date,number}; returns the reply.
   */
  public String bet(int batch, List<String> bets) throws IOException {
    return exchange(TextConnection.bet(agency, batch, bets));
  }

  /** Sends FIN and waits for the winners; returns the reply. */
  public String fin() throws IOException {
    return exchange(TextConnection.fin(agency));
  }

  /** Sends one message on a connection of its own; returns the reply's header and content. */
  private String exchange(byte[] message) throws IOException {
    try (TextConnection connection = TextConnection.over(server.dial(agency))) {
      connection.send(message);
      String answer = connection.receive();
      if (answer == null) {
        throw new IOException("closed without an answer");
      }
      return answer;
    }
  }
}
