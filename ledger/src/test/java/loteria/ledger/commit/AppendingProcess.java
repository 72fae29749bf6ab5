package loteria.ledger.commit;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import loteria.ipc.message.Reply;
import loteria.ipc.row.AgencyId;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import loteria.ledger.LedgerSnapshot;

/**
 * A process for tests that kill it: appends batches of some agencies without end, several of each
 * on their way, and says on its standard output which were acknowledged. Ends with the test.
 *
 * <p>Arguments: the draw's folder, the run, how many agencies there are, those to append for.
 */
final class AppendingProcess {
  private static final int ON_THEIR_WAY = 8;

  private AppendingProcess() {}

  public static void main(String[] args) throws Exception {
    int agencies = Integer.parseInt(args[2]);
    Ledger ledger =
        RealLedger.open(Path.of(args[0]), agencies, Integer.parseInt(args[1]), new HaltingEvents());
    System.out.println("ready");
    for (int i = 3; i < args.length; i++) {
      var agency = new AgencyId(Integer.parseInt(args[i]));
      Thread.ofPlatform().start(() -> append(ledger, agency));
    }
    while (System.in.read() >= 0) {
      // The test still runs.
    }
    Runtime.getRuntime().halt(0);
  }

  private static void append(Ledger ledger, AgencyId agency) {
    var session = new AgencySession(MadeUpBatches.EPOCH);
    var window = new Semaphore(ON_THEIR_WAY);
    for (long id = ledger.standing(agency).join().lastBatch() + 1; ; id++) {
      window.acquireUninterruptibly();
      var _ =
          ledger
              .append(session, agency, MadeUpBatches.batch(agency.number(), id))
              .thenAccept(
                  reply -> {
                    say(agency, reply);
                    window.release();
                  });
    }
  }

  private static void say(AgencyId agency, Reply reply) {
    System.out.println(
        reply instanceof Reply.Ack(long batch, int _) ? agency + " " + batch : "wrong " + reply);
  }

  private static final class HaltingEvents implements Ledger.Events {
    @Override
    public void finished(LedgerSnapshot.Totals stored, long end) {
      System.out.println("wrong: nobody finishes here");
    }

    @Override
    public void failed(Throwable failure) {
      System.out.println("wrong: " + failure);
      Runtime.getRuntime().halt(1);
    }
  }
}
