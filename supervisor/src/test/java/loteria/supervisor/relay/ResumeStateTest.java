package loteria.supervisor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import loteria.ipc.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of requests of one byte each; H is HELLO. */
@Timeout(10)
class OpeningTest {
  private final RequestLog log = new RequestLog(new ChunkPool());
  private final Opening opening = new Opening();
  private int said;

  @Test
  void nothingIsToldAgainUntilHelloIsAnswered() {
    say("pHb");
    opening.begins(log, 1, 2);
    assertEquals(List.of(), opening.messages(log.answered()));
    log.answeredOne();
    assertEquals(List.of(), opening.messages(log.answered()));
    log.answeredOne();
    assertEquals(told("H"), opening.messages(log.answered()));
  }

  @Test
  void onlyTheFirstHelloBegins() {
    say("HH");
    opening.begins(log, 0, 1);
    opening.begins(log, 1, 2);
    log.answeredOne();
    assertEquals(told("H"), opening.messages(log.answered()));
  }

  @Test
  void firstRefusedBatchIsToldUntilABatchIsStored() {
    say("Habcd");
    opening.begins(log, 0, 1);
    log.answeredOne();
    opening.refused(log);
    log.answeredOne();
    opening.refused(log);
    log.answeredOne();
    assertEquals(told("H", "a"), opening.messages(log.answered()));
    opening.stored();
    assertEquals(told("H"), opening.messages(log.answered()));
    opening.refused(log);
    assertEquals(told("H", "c"), opening.messages(log.answered()));
  }

  private void say(String requests) {
    byte[] bytes = requests.getBytes(StandardCharsets.US_ASCII);
    log.space().put(bytes);
    log.appended(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      log.requestEnds(++said);
    }
    log.framed(said);
  }

  private static List<Bytes> told(String... requests) {
    return List.of(requests).stream()
        .map(request -> Bytes.of(request.getBytes(StandardCharsets.US_ASCII)))
        .toList();
  }
}
