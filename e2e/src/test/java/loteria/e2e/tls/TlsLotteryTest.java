package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.DataSet;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.TextConnection;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is right without TLS is right with it. */
@Timeout(120)
class TlsLotteryTest {
  private static final long SEED = 20261129;
  private static final int BETS_EACH = 2000;

  @TempDir private Path folder;

  @Test
  void everyBetIsStoredAndEveryAgencyGetsItsWinners() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    DataSet data = DataSet.madeUp(folder, SEED, BETS_EACH);
    try (RunningServer server =
        RunningServer.startOn(
            folder, RunningServer.NO_PORT, 2, DataSet.AGENCIES, certificates.serverFlags())) {
      assertEquals(RunningServer.NO_PORT, server.port(), "there is a port without TLS");
      Map<Integer, AgencyRun> runs = new TreeMap<>();
      for (var file : data.files().entrySet()) {
        int agency = file.getKey();
        String[] flags = certificates.agencyFlags(certificates.agency(agency));
        runs.put(agency, AgencyRun.start(folder, server.tlsPort(), agency, file.getValue(), flags));
      }
      Map<Integer, List<String>> winners = new TreeMap<>();
      for (var run : runs.entrySet()) {
        try (AgencyRun agency = run.getValue()) {
          winners.put(run.getKey(), agency.winners());
          assertEquals(List.of(), agency.complaints());
        }
      }
      assertEquals(data.winners(), winners);
      assertEquals(0, server.stop());
      assertEquals(List.of(), server.program().lines(" WARN "));
      StoredBets stored = StoredBets.read(server.folder());
      assertEquals(data.bets(), stored.count());
      for (int agency = 1; agency <= DataSet.AGENCIES; agency++) {
        var sent = Bets.of(agency, agency * BETS_EACH, agency - 1, SEED);
        assertEquals(sent, stored.of(agency), "agency " + agency);
      }
    }
  }

  /** As TCP allows it: TLS 1.3 ends each direction by itself, too. */
  @Test
  void clientThatEndsItsOutputAfterFinGetsItsWinners() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    List<String> bets = List.of("Ana,Paz,30123456,1990-05-17,7574");
    try (RunningServer server = RunningServer.start(folder, 1, 2, certificates.serverFlags());
        TextConnection first = certificates.client(1).connect(server.tlsPort()).text();
        TextConnection second = certificates.client(2).connect(server.tlsPort()).text()) {
      first.send(TextConnection.bet(1, 1, bets));
      assertEquals("ACK,00000004,1,1\n", first.receive());
      first.send(TextConnection.fin(1));
      first.endOutput();
      second.send(TextConnection.fin(2));
      assertEquals("WIN,0000000830123456", first.receive());
      assertEquals("WIN,00000000", second.receive());
    }
  }

  /**
   * In parts, in both dialects: far more than a record of TLS, or the sockets' buffers, can have.
   */
  @Test
  void longRepliesArriveWhole() throws Exception {
    int count = 300_000;
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    List<List<String>> bets = Bets.of(1, count, count, SEED);
    try (RunningServer server = RunningServer.start(folder, 1, 1, certificates.serverFlags());
        TlsConnection agency = certificates.client(1).connect(server.tlsPort()).hello(1)) {
      int batches = 0;
      for (int from = 0; from < count; from += 10_000) {
        batches++;
        Reply reply = agency.ask(Bets.batch(1, batches, bets, from, from + 10_000));
        assertEquals(new Reply.Ack(batches, 10_000), reply);
      }
      assertEquals(new Reply.Finished(0), agency.ask(Bets.finish(1, batches, bets, count)));
      agency.send(new Request.Results(true));
      int parts = 0;
      Reply reply = agency.receive();
      while (reply instanceof Reply.WinnersPart(int total, List<String> part)) {
        assertEquals(count, total);
        assertEquals(Bets.documents(bets.subList(parts, count), part.size()), part);
        parts += part.size();
        reply = agency.receive();
      }
      assertTrue(reply instanceof Reply.Winners, () -> "not the last part");
      try (TextConnection text = certificates.client(1).connect(server.tlsPort()).text()) {
        text.send(TextConnection.fin(1));
        String expected = String.join(",", Bets.documents(bets, count));
        assertEquals("WIN,%08d%s".formatted(expected.length(), expected), text.receive());
      }
    }
  }
}
