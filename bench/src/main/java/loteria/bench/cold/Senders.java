package loteria.bench.cold;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.bench.Setup;
import loteria.bench.limit.BareAcceptor;
import loteria.ipc.message.Dialect;

/** All agencies, each a warm process. */
public final class Senders implements AutoCloseable {
  private static final int WARM_UP = 4_000;

  private final List<Sender> senders = new ArrayList<>();

  private Senders() {}

  /** Starts them, and has them send until their code is compiled. */
  public static Senders start(Path bets, Dialect dialect, int betsEach) throws IOException {
    var all = new Senders();
    try (BareAcceptor acceptor = BareAcceptor.start(dialect)) {
      for (int agency = 1; agency <= Setup.AGENCIES; agency++) {
        all.senders.add(Sender.start(bets, dialect, betsEach, agency));
      }
      all.send(acceptor.port(), WARM_UP * Setup.AGENCIES);
      return all;
    } catch (IOException e) {
      all.close();
      throw e;
    }
  }

  /**
   * Sends to a server that has no batch of theirs yet, all agencies at once.
   *
   * @param connections how many in all
   * @return how many seconds it took until all were acknowledged
   */
  public double send(int port, int connections) throws IOException {
    long begun = System.nanoTime();
    for (int i = 0; i < senders.size(); i++) {
      senders.get(i).begin(port, (connections + i) / senders.size());
    }
    for (Sender sender : senders) {
      sender.await();
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  @Override
  public void close() {
    senders.forEach(Sender::close);
  }
}
