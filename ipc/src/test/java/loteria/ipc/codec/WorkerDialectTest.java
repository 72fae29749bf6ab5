package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerDialectTest {
  @Test
  void messagesAreTheirBytes() throws WireException {
    Map<String, WorkerMessage> messages = messages();
    assertEquals(Golden.COORDINATION.messages().keySet(), messages.keySet());
    for (var named : messages.entrySet()) {
      byte[] frame = Golden.COORDINATION.bytes(named.getKey());
      WorkerMessage message = named.getValue();
      assertEquals(Frames.hex(frame), Frames.hex(WorkerDialect.encode(message)), named.getKey());
      assertEquals(message, WorkerDialect.message(Bytes.of(frame)), named.getKey());
    }
  }

  @Test
  void everyKindOfMessageHasATranscript() {
    Set<Class<?>> kinds =
        Set.of(WorkerMessage.class.getPermittedSubclasses()).stream()
            .filter(kind -> kind != WorkerMessage.LogSummary.class)
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
  void messagesOfAgenciesAreRefused() throws WireException {
    for (byte[] frame : Golden.NATIVE_REQUESTS.messages().values()) {
      assertThrows(WireException.class, () -> WorkerDialect.message(Bytes.of(frame)));
    }
  }

  private static void assertMalformed(int type, byte[] content, String name) {
    Bytes frame = Frames.frame(type, content);
    var refused = assertThrows(WireException.class, () -> WorkerDialect.message(frame), name);
    assertEquals(ErrorCode.MALFORMED, refused.code(), name);
  }

  private static Map<String, WorkerMessage> messages() {
    var draw = new WorkerMessage.DrawRecord(7574, 2, 0xdeadbeef);
    var sum =
        new Sha256(
            0x1111_1111_1111_1111L,
            0x2222_2222_2222_2222L,
            0x3333_3333_3333_3333L,
            0x4444_4444_4444_4444L);
    var sealed = WorkerMessage.DrawStage.CLOSED.with(new WorkerMessage.Seal(5, sum));
    Map<String, WorkerMessage> messages = new LinkedHashMap<>();
    messages.put(
        "ready, drawn",
        new WorkerMessage.Ready(
            3,
            67_890,
            "key",
            "/r/3.sk",
            new WorkerMessage.LogSummary(List.of(1, 5), 4_096, List.of(draw), sealed.with(7574))));
    messages.put(
        "ready, nothing stored",
        new WorkerMessage.Ready(
            0,
            1,
            "",
            "",
            new WorkerMessage.LogSummary(List.of(), 0, List.of(), WorkerMessage.DrawStage.OPEN)));
    messages.put("heartbeat", new WorkerMessage.Heartbeat(1_000, 78_698, 20, 250));
    messages.put("agency finished", new WorkerMessage.AgencyFinished(5, 5 << 20, 6, 991));
    messages.put(
        "report",
        new WorkerMessage.Report(
            new WorkerMessage.Work(9, 1L << 40, 1L << 39, 12, 34_567, List.of(0L, 12L)),
            List.of(
                new WorkerMessage.AgencyReport(1, 2, 140, true, false),
                new WorkerMessage.AgencyReport(5, 0, 0, true, true))));
    messages.put("close agency", new WorkerMessage.CloseAgency(3));
    messages.put("agencies closed", new WorkerMessage.AgenciesClosed(List.of(3, 5)));
    messages.put("scan", new WorkerMessage.Scan(42, 7574, 0, 1L << 32, 1L << 33));
    messages.put(
        "scanned",
        new WorkerMessage.Scanned(
            42,
            true,
            List.of(new WorkerMessage.Winner(1, "30904465"), new WorkerMessage.Winner(5, "ZZZ"))));
    messages.put(
        "scanned, a part",
        new WorkerMessage.Scanned(42, false, List.of(new WorkerMessage.Winner(1, "30904465"))));
    messages.put("drawn", new WorkerMessage.Drawn(draw));
    messages.put("drain", new WorkerMessage.Drain());
    messages.put("flush lines", new WorkerMessage.FlushLines());
    messages.put("lines flushed", new WorkerMessage.LinesFlushed());
    messages.put("record draw", new WorkerMessage.RecordDraw(draw));
    messages.put(
        "draw recorded", new WorkerMessage.DrawRecorded(new WorkerMessage.DrawRecord(9999, 0, 0)));
    messages.put("followed", new WorkerMessage.Followed(5, 7, true, -3L));
    messages.put("draw found", new WorkerMessage.DrawFound(draw, 4_096));
    messages.put(
        "advance, to the closing", new WorkerMessage.Advance(WorkerMessage.DrawStage.CLOSED));
    messages.put("advance, to the number", new WorkerMessage.Advance(sealed.with(7574)));
    messages.put("stage reached", new WorkerMessage.StageReached(sealed, 4_096));
    messages.put("scan digests", new WorkerMessage.ScanDigests(42, 1, 4, 1L << 33));
    messages.put(
        "digests scanned",
        new WorkerMessage.DigestsScanned(42, true, List.of(new AgencyDigest(5, 2, 140, sum))));
    return messages;
  }
}
