package loteria.supervisor.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.channel.Deadlines;
import loteria.supervisor.fleet.Pool;
import loteria.supervisor.relay.Relay;
import loteria.supervisor.relay.RelayLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection is served or let go, whichever comes first: never both, at any moment. */
@Timeout(30)
class ArrivalTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final Deadlines deadlines = new Deadlines();
  private final HookedChannel channel = new HookedChannel("nonsense\n");

  @AfterEach
  void close() {
    deadlines.close();
  }

  @Test
  void whatIsLetGoOnceItsFirstBytesAreReadIsNotServed() throws IOException, InterruptedException {
    Arrival arrival = arrival();
    channel.whenRead(arrival::letGo);
    arrival.serve();
    assertEquals("", channel.written());
    assertFalse(channel.isOpen());
  }

  @Test
  void whatIsServedIsNotLetGo() throws IOException, InterruptedException {
    Arrival arrival = arrival();
    List<Boolean> open = new ArrayList<>();
    channel.whenWritten(
        () -> {
          arrival.letGo();
          open.add(channel.isOpen());
        });
    arrival.serve();
    assertEquals(List.of(true), open);
    assertTrue(channel.written().startsWith("ERR,"), channel.written());
  }

  private Arrival arrival() {
    var limits = new RelayLimits(1 << 20, 64, 1 << 20, 64 << 20, LONG, LONG, LONG, LONG, 1000);
    var relay =
        new Relay(
            limits,
            1,
            deadlines,
            new Pool().workers(),
            _ -> false,
            () -> false,
            () -> LocalDate.EPOCH);
    return new Arrival(channel, 1, "test", new EdgeLimits(1, LONG), deadlines, relay);
  }
}
