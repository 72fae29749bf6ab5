package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a low limit of open files, and peers that would use them all. */
@Timeout(180)
class DescriptorsTest {
  private static final int AGENCIES = 20;
  private static final int PEERS = 150;
  private static final long SEED = 17;

  @TempDir Path folder;

  @Test
  void idlePeersLeaveWorkersTheirsAndAreServedAgainOnceTheyAreFewer() throws IOException {
    var few = List.of("sh", "-c", "ulimit -n 194; exec \"$0\" \"$@\"");
    List<Socket> idle = new ArrayList<>();
    try (RunningServer server =
            RunningServer.startUnder(few, folder, folder.resolve("data"), 0, 2, AGENCIES);
        NativeClient before = NativeClient.hello(server.port(), 1)) {
      for (int i = 0; i < PEERS; i++) {
        var peer = new Socket("localhost", server.port());
        idle.add(peer);
        peer.getOutputStream().write(NativeDialect.encode(new Request.Ping(Bytes.NONE)).array());
      }
      server.program().awaitLine("connections are taken, new ones wait");

      killAll(server);
      server.awaitReady(4);
      killAll(server);
      server.awaitReady(6);
      assertEquals(new Reply.Ack(1, 5), before.ask(Bets.batch(1, 1, Bets.of(1, 5, 0, SEED), 0, 5)));
      assertEquals(0, OperatorCli.of(server, folder).ask("status").code());

      closeAll(idle);
      List<NativeClient> atOnce = new ArrayList<>();
      for (int agency = 2; agency <= AGENCIES; agency++) {
        atOnce.add(NativeClient.hello(server.port(), agency));
      }
      for (NativeClient client : atOnce) {
        assertEquals(new Reply.Pong(Bytes.NONE), client.ask(new Request.Ping(Bytes.NONE)));
        client.close();
      }
    } finally {
      closeAll(idle);
    }
  }

  private static void closeAll(List<Socket> peers) throws IOException {
    for (Socket peer : peers) {
      peer.close();
    }
  }

  private static void killAll(RunningServer server) {
    server.workers().values().forEach(ProcessHandle::destroyForcibly);
  }
}
