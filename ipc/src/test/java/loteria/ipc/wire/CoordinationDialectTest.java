package loteria.ipc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoordinationDialectTest {
  @Test
  void messagesAreTheirBytes() throws WireException {
    Map<String, Coordination> messages = messages();
    assertEquals(Golden.COORDINATION.messages().keySet(), messages.keySet());
    for (var named : messages.entrySet()) {
      byte[] frame = Golden.COORDINATION.bytes(named.getKey());
      Coordination message = named.getValue();
      assertEquals(
          Frames.hex(frame), Frames.hex(CoordinationDialect.encode(message)), named.getKey());
      assertEquals(
          message,
          CoordinationDialect.message(Frames.header(frame), Frames.body(frame)),
          named.getKey());
    }
  }

  @Test
  void everyKindOfMessageHasATranscript() {
    Set<Class<?>> kinds =
        Set.of(Coordination.class.getPermittedSubclasses()).stream()
            .filter(kind -> kind != Coordination.LogSummary.class)
            .collect(Collectors.toSet());
    assertEquals(
        kinds, messages().values().stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  @Test
  void bodyIsNeitherLongerNorShorterThanItsType() {
    Golden.COORDINATION
        .messages()
        .forEach(
            (name, frame) -> {
              byte[] body = Arrays.copyOfRange(frame, Limits.HEADER_BYTES, frame.length);
              assertMalformed(frame[3], Arrays.copyOf(body, body.length + 1), name);
              if (body.length > 0) {
                assertMalformed(frame[3], Arrays.copyOf(body, body.length - 1), name);
              }
            });
  }

  @Test
  void messagesOfAgenciesAreNoneHere() throws WireException {
    for (byte[] frame : Golden.NATIVE_REQUESTS.messages().values()) {
      Header header = Frames.header(frame);
      assertThrows(
          WireException.class, () -> CoordinationDialect.message(header, Frames.body(frame)));
    }
  }

  private static void assertMalformed(int type, byte[] content, String name) {
    Bytes body = Bytes.of(content);
    var header = new Header(type, content.length, body.crc32c());
    var refused =
        assertThrows(WireException.class, () -> CoordinationDialect.message(header, body), name);
    assertEquals(ErrorCode.MALFORMED, refused.code(), name);
  }

  private static Map<String, Coordination> messages() {
    var draw = new Coordination.DrawRecord(7574, 2, 0xdeadbeef);
    Map<String, Coordination> messages = new LinkedHashMap<>();
    messages.put(
        "ready, drawn",
        new Coordination.Ready(
            3,
            67_890,
            "key",
            "/r/3.sk",
            new Coordination.LogSummary(List.of(1, 5), 4_096, List.of(draw))));
    messages.put(
        "ready, nothing stored",
        new Coordination.Ready(0, 1, "", "", new Coordination.LogSummary(List.of(), 0, List.of())));
    messages.put("heartbeat", new Coordination.Heartbeat(1_000, 78_698, 20, 250));
    messages.put("agency finished", new Coordination.AgencyFinished(5, 5 << 20));
    messages.put(
        "report",
        new Coordination.Report(
            new Coordination.Work(9, 1L << 40, 12, 34_567, List.of(0L, 12L)),
            List.of(
                new Coordination.AgencyReport(1, 2, 140, true, false),
                new Coordination.AgencyReport(5, 0, 0, true, true))));
    messages.put("close agency", new Coordination.CloseAgency(3));
    messages.put("agencies closed", new Coordination.AgenciesClosed(List.of(3, 5)));
    messages.put("scan", new Coordination.Scan(42, 7574, 0, 1L << 32, 1L << 33));
    messages.put(
        "scanned",
        new Coordination.Scanned(
            42,
            true,
            List.of(new Coordination.Winner(1, "30904465"), new Coordination.Winner(5, "ZZZ"))));
    messages.put(
        "scanned, a part",
        new Coordination.Scanned(42, false, List.of(new Coordination.Winner(1, "30904465"))));
    messages.put("drawn", new Coordination.Drawn(draw));
    messages.put("drain", new Coordination.Drain());
    messages.put("flush lines", new Coordination.FlushLines());
    messages.put("lines flushed", new Coordination.LinesFlushed());
    messages.put("record draw", new Coordination.RecordDraw(draw));
    messages.put(
        "draw recorded", new Coordination.DrawRecorded(new Coordination.DrawRecord(9999, 0, 0)));
    return messages;
  }
}
