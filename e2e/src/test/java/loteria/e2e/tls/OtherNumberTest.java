package loteria.e2e.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loteria.e2e.Bets;
import loteria.e2e.OperatorCli;
import loteria.e2e.RunningServer;
import loteria.e2e.StoredBets;
import loteria.e2e.TextConnection;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agency with the right certificate speaks for another one. */
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherNumberTest {
  private static final String DENIED =
      "action: certificate_refused \\| .* agency: 1 \\| serial: [0-9a-f]+ \\| error: .*";

  private static final List<String> BETS = List.of("Ana,Paz,30123456,1990-05-17,7574");

  @TempDir static Path shared;
  @TempDir private Path folder;
  private Certificates certificates;

  @BeforeAll
  void makeCertificates() throws Exception {
    certificates = Certificates.in(shared);
  }

  @Test
  void nativeHelloIsRefused() throws Exception {
    try (RunningServer server = start(1)) {
      for (int other : new int[] {2, 0, -1, 3, 1_000_000}) {
        try (TlsConnection connection = connect(server)) {
          // What follows at once must not count.
          connection.send(new Request.Hello(other, ""));
          connection.send(Bets.batch(2, 1, Bets.of(2, 1, 0, 1), 0, 1));
          assertDenied(other, connection.receive());
          assertEquals(null, connection.receive());
        }
      }
      server.program().awaitLine(DENIED, 5);
      assertNothingIsStored(server);
    }
  }

  @Test
  void nativeSessionStoresNoRowOfAnother() throws Exception {
    try (RunningServer server = start(1);
        TlsConnection connection = connect(server).hello(1)) {
      Request.Batch ofAnother = Bets.batch(2, 1, Bets.of(2, 2, 0, 1), 0, 2);
      Reply.Refused refused = assertInstanceOf(Reply.Refused.class, connection.ask(ofAnother));
      assertEquals(2, refused.badRows().size());
      assertNothingIsStored(server);
    }
  }

  @Test
  void nativeBatchBeforeHelloIsRefused() throws Exception {
    try (RunningServer server = start(1);
        TlsConnection connection = connect(server)) {
      Request.Batch ofAnother = Bets.batch(2, 1, Bets.of(2, 1, 0, 1), 0, 1);
      Reply.Failure failure = assertInstanceOf(Reply.Failure.class, connection.ask(ofAnother));
      assertEquals(ErrorCode.HELLO_FIRST, failure.code());
      assertNothingIsStored(server);
    }
  }

  @Test
  void textMessagesAreRefused() throws Exception {
    try (RunningServer server = start(1)) {
      for (byte[] message :
          List.of(
              TextConnection.bet(2, 1, BETS), TextConnection.fin(2), TextConnection.fin(999_999))) {
        try (TextConnection connection = connect(server).text()) {
          connection.send(message);
          assertDenied(connection.receive());
          assertEquals(null, connection.receive());
        }
      }
      server.program().awaitLine(DENIED, 3);
      assertNothingIsStored(server);
      assertEquals(0, OperatorCli.of(server, folder).status().totals().finished());
    }
  }

  @Test
  void textMessageAmongItsOwnIsRefused() throws Exception {
    try (RunningServer server = start(1)) {
      assertDeniedAfterItsOwn(server, () -> {});
    }
  }

  /** Of five that wait for one agency the oldest makes room: those of others must not count. */
  @Test
  void clientsThatWaitAreNotPushedOutByAnotherAgency() throws Exception {
    try (RunningServer server = start(1);
        TextConnection waiting = certificates.client(2).connect(server.tlsPort()).text()) {
      waiting.send(TextConnection.fin(2));
      server.program().awaitLine("action: agency_finished .* agency: 2 ");
      for (int i = 0; i < 6; i++) {
        try (TextConnection other = connect(server).text()) {
          other.send(TextConnection.fin(2));
          assertDenied(other.receive());
        }
      }
      for (int agency : new int[] {1, 3}) {
        TextConnection last = certificates.client(agency).connect(server.tlsPort()).text();
        last.send(TextConnection.fin(agency));
      }
      assertEquals("WIN,00000000", waiting.receive());
    }
  }

  /** The next worker must know the certificate's agency as the first did. */
  @Test
  void textMessageIsRefusedByTheNextWorkerToo() throws Exception {
    try (RunningServer server = start(2)) {
      assertDeniedAfterItsOwn(
          server,
          () -> {
            Map<Integer, ProcessHandle> before = server.workers();
            before.values().forEach(ProcessHandle::destroyForcibly);
            server.awaitReady(before.size() + 2);
          });
    }
  }

  private void assertDeniedAfterItsOwn(RunningServer server, Runnable between) throws Exception {
    try (TextConnection connection = connect(server).text()) {
      connection.send(TextConnection.bet(1, 1, BETS));
      assertEquals("ACK,00000004,1,1\n", connection.receive());
      between.run();
      connection.send(TextConnection.bet(2, 1, BETS));
      connection.send(TextConnection.bet(1, 2, BETS));
      assertDenied(connection.receive());
      assertEquals(null, connection.receive());
    }
    server.program().awaitLine(DENIED);
    StoredBets stored = StoredBets.read(server.folder());
    assertEquals(1, stored.of(1).size());
    assertEquals(List.of(), stored.of(2));
  }

  /** The worker with the agency's session dies: the next one gets HELLO again, with its number. */
  @Test
  void nativeSessionContinuesWithTheNextWorker() throws Exception {
    List<List<String>> bets = Bets.of(1, 2, 0, 1);
    try (RunningServer server = start(2);
        TlsConnection connection = connect(server).hello(1)) {
      assertEquals(new Reply.Ack(1, 1), connection.ask(Bets.batch(1, 1, bets, 0, 1)));
      server.workers().values().forEach(ProcessHandle::destroyForcibly);
      assertEquals(new Reply.Ack(2, 1), connection.ask(Bets.batch(1, 2, bets, 1, 2)));
      Awaitility.await().until(() -> StoredBets.readTorn(server.folder()).of(1).equals(bets));
    }
  }

  private RunningServer start(int workers) {
    return RunningServer.start(folder, workers, 3, certificates.serverFlags());
  }

  private TlsConnection connect(RunningServer server) throws Exception {
    return certificates.client(1).connect(server.tlsPort());
  }

  private static void assertDenied(int number, @Nullable Reply reply) {
    Reply.Failure failure = assertInstanceOf(Reply.Failure.class, reply);
    assertEquals(ErrorCode.NOT_YOURS, failure.code());
    assertEquals(
        "the certificate is that of agency 1, not of agency " + Integer.toUnsignedString(number),
        failure.text());
  }

  private static void assertDenied(@Nullable String reply) {
    String text = String.valueOf(reply);
    assertTrue(
        text.matches("ERR,[0-9]{8}NOT_YOURS: the certificate is that of agency 1, not .*"), text);
  }

  private static void assertNothingIsStored(RunningServer server) throws IOException {
    assertEquals(0, StoredBets.read(server.folder()).count());
  }
}
