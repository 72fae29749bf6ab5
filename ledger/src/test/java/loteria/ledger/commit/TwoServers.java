package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import loteria.ledger.AgencySession;
import org.junit.jupiter.api.AfterEach;

/** Two servers over one replicated log, each at its first run. A base of tests. */
abstract class TwoServers {
  final MemoryReplicatedLog log = new MemoryReplicatedLog();
  final MemoryServer one;
  final MemoryServer two;

  /**
   * @param processes how many each server has
   */
  TwoServers(int processes, int agencies) {
    one = new MemoryServer(log, processes, agencies);
    two = new MemoryServer(log, processes, agencies);
    one.beginRun();
    two.beginRun();
  }

  @AfterEach
  void end() {
    one.kill();
    two.kill();
  }

  static List<String> ask(MemoryServer server, int process, Order... orders) throws IOException {
    MemoryServer.carryOut(server.process(process).commit(), List.of(orders));
    return List.of(orders).stream().map(AnswerWords::of).toList();
  }

  static String ask(MemoryServer server, Order order) throws IOException {
    return ask(server, 0, order).getFirst();
  }

  /** A batch of agency 1, by a session object of its own. */
  static Order.Append append(long epoch, int id) {
    return MadeUpBatches.append(new AgencySession(epoch), 1, MadeUpBatches.batch(1, id));
  }
}
