package loteria.supervisor.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.io.Deadlines;
import loteria.ipc.message.Limits;
import loteria.supervisor.pool.MadeUpPool;
import loteria.supervisor.relay.OpenDraw;
import loteria.supervisor.relay.OpenDraws;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.relay.RelayLimits;
import loteria.testkit.SocketlessChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection is either served or closed, whichever comes first. */
@Timeout(30)
class NewConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Deadlines deadlines = new Deadlines();
  private final SocketlessChannel channel = new SocketlessChannel("nonsense\n");

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void connectionClosedAfterItsFirstBytesIsNotServed() throws IOException, InterruptedException {
    NewConnection arrival = arrival();
    channel.whenRead(arrival::closeIfUnknown);
    arrival.serve(ByteBuffer.allocate(Limits.PING_BYTES_MAX));
    assertEquals("", channel.writtenText());
    assertFalse(channel.isOpen());
  }

  @Test
  void servedConnectionIsNotClosed() throws IOException, InterruptedException {
    NewConnection arrival = arrival();
    List<Boolean> open = new ArrayList<>();
    channel.whenWritten(
        () -> {
          arrival.closeIfUnknown();
          open.add(channel.isOpen());
        });
    arrival.serve(ByteBuffer.allocate(Limits.PING_BYTES_MAX));
    assertEquals(List.of(true), open);
    assertTrue(channel.writtenText().startsWith("ERR,"), channel.writtenText());
  }

  private NewConnection arrival() {
    var limits = new RelayLimits(1 << 20, 64, 1 << 20, 64 << 20, LONG, LONG, LONG, LONG, 1000);
    var draws = new OpenDraws();
    draws.open(
        new OpenDraw(
            "default",
            1,
            new MadeUpPool().workers(),
            new OpenDraw.Progress(_ -> false, () -> false)));
    var relay = new Relay(limits, deadlines, draws, 8, () -> LocalDate.EPOCH);
    return new NewConnection(Entrance.plain(channel, "test"), 1, LONG, deadlines, relay);
  }
}
