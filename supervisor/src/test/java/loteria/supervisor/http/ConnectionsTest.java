package loteria.supervisor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private final Connections<String> connections = new Connections<>(3, 2);

  @Test
  void theOldestRequestMakesRoom() {
    for (String one : List.of("a", "b", "c")) {
      assertNull(connections.add(one));
    }
    assertEquals("a", connections.add("d"));
    connections.remove("b");
    assertNull(connections.add("e"));
    assertEquals("c", connections.add("f"));
  }

  @Test
  void aStreamMakesRoomForNobody() {
    connections.add("a");
    assertTrue(connections.becomesStream("a"));
    for (String one : List.of("b", "c", "d")) {
      assertNull(connections.add(one));
    }
    assertEquals("b", connections.add("e"));
    assertEquals(1, connections.streams());
  }

  @Test
  void oneStreamTooManyIsRefusedUntilOneEnds() {
    for (String one : List.of("a", "b", "c")) {
      connections.add(one);
    }
    assertTrue(connections.becomesStream("a"));
    assertTrue(connections.becomesStream("b"));
    assertFalse(connections.becomesStream("c"));
    connections.remove("a");
    assertTrue(connections.becomesStream("c"));
    assertEquals(2, connections.streams());
  }

  @Test
  void evictedRequestBecomesNoStream() {
    for (String one : List.of("a", "b", "c", "d")) {
      connections.add(one);
    }
    assertFalse(connections.becomesStream("a"));
    assertEquals(0, connections.streams());
  }
}
