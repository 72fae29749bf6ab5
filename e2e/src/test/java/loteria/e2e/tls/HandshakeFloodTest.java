package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import loteria.e2e.AgencyRun;
import loteria.e2e.Bets;
import loteria.e2e.DataSet;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.fault.ProcessUse;
import loteria.testkit.TestAuthority.Flaw;
import loteria.testkit.TestAuthority.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of handshakes that stall beside a draw. */
@Timeout(240)
class HandshakeFloodTest {
  private static final int STALLED = 2000;
  private static final long SEED = 20261129;
  private static final Duration SETTLE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void drawEndsRightAndTheServerKeepsNothingOfThem() throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("certificates"));
    Map<Integer, Identity> identities = new TreeMap<>();
    for (int agency = 1; agency <= DataSet.AGENCIES; agency++) {
      identities.put(agency, certificates.agency(agency));
    }
    TlsClient stranger =
        TlsClient.of(
            certificates.authority().certificate(),
            certificates.authority().flawed(Flaw.SELF_SIGNED, 1));
    DataSet data = DataSet.madeUp(folder, SEED, 3000);
    List<Socket> stalled = new ArrayList<>();
    try (RunningServer server =
        RunningServer.start(folder, 2, DataSet.AGENCIES, certificates.serverFlags())) {
      warmUp(server, certificates, stranger);
      ProcessUse before = ProcessUse.settled(server);

      stall(server, stranger, stalled, STALLED / 2);
      Map<Integer, AgencyRun> runs = new TreeMap<>();
      data.files()
          .forEach(
              (agency, file) -> {
                String[] flags =
                    certificates.agencyFlags(Objects.requireNonNull(identities.get(agency)));
                runs.put(agency, AgencyRun.start(folder, server.tlsPort(), agency, file, flags));
              });
      stall(server, stranger, stalled, STALLED / 2);
      Map<Integer, List<String>> winners = new TreeMap<>();
      for (var run : runs.entrySet()) {
        try (AgencyRun agency = run.getValue()) {
          winners.put(run.getKey(), agency.winners());
        }
      }
      assertEquals(data.winners(), winners);
      assertEquals(data.bets(), StoredBets.read(server.folder()).count());
      int pushedOut = server.program().lines("action: handshake | result: fail").size();
      // Not all: of many that is found out before their handshake begins, which is not logged.
      assertTrue(pushedOut > STALLED / 10, pushedOut + " pushed out");

      for (Socket socket : stalled) {
        socket.close();
      }
      before.awaitAgain(server, SETTLE, 0);
      assertEquals(0, server.stop());
      assertEquals(List.of(), server.program().lines("OutOfMemory"));
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
    for (int agency = 1; agency <= DataSet.AGENCIES; agency++) {
      var sent = Bets.of(agency, agency * 3000, agency - 1, SEED);
      assertEquals(sent, StoredBets.read(folder.resolve("data").resolve("default")).of(agency));
    }
  }

  /** Classes, compiled code and pooled buffers that the first handshakes and a session leave. */
  private static void warmUp(RunningServer server, Certificates certificates, TlsClient stranger)
      throws Exception {
    for (int i = 0; i < 300; i++) {
      certificates.client(1).connect(server.tlsPort()).hello(1).close();
    }
    List<Socket> stalled = new ArrayList<>();
    stall(server, stranger, stalled, 300);
    for (Socket socket : stalled) {
      socket.close();
    }
  }

  /** Half of them say nothing, the others a ClientHello. */
  private static void stall(
      RunningServer server, TlsClient stranger, List<Socket> stalled, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      var socket = new Socket("localhost", server.tlsPort());
      stalled.add(socket);
      if (i % 2 == 0) {
        byte[] hello = stranger.step(socket).first();
        try {
          socket.getOutputStream().write(hello);
        } catch (IOException e) {
          // A later one has taken its place already.
          assertTrue(
              String.valueOf(e.getMessage()).matches("Broken pipe|Connection reset.*"),
              e.toString());
        }
      }
    }
  }
}
