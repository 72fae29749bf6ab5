package loteria.supervisor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.codec.SessionStart;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Dialect;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ResumeStateTest {
  private static final List<BadRow> BAD = List.of(new BadRow(0, "bad"));

  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private final ResumeState resume = new ResumeState(Dialect.NATIVE, 9, DAY, 0);

  @Test
  void agencyIsNamedOnceItIsWelcomed() {
    assertEquals(new SessionStart(Dialect.NATIVE, 9, 0, 0, DAY, 0), resume.start());
    resume.hello(hello(5));
    assertEquals(5, resume.agency());
    assertEquals(new SessionStart(Dialect.NATIVE, 9, 0, 0, DAY, 0), resume.start());
    resume.welcomed();
    assertEquals(new SessionStart(Dialect.NATIVE, 9, 5, 0, DAY, 0), resume.start());
  }

  @Test
  void onlyTheFirstHelloBegins() {
    resume.hello(hello(5));
    resume.hello(hello(6));
    resume.welcomed();
    assertEquals(5, resume.start().agency());
  }

  @Test
  void batchThatWasRefusedIsNamedUntilItOrALaterOneIsStored() {
    resume.refused(reply(new Reply.Refused(4, BAD)));
    resume.refused(reply(new Reply.Refused(5, List.of())));
    assertEquals(4, resume.start().refused());
    resume.acknowledged(reply(new Reply.Ack(3, 1)));
    assertEquals(4, resume.start().refused());
    resume.acknowledged(reply(new Reply.Ack(4, 1)));
    assertEquals(0, resume.start().refused());
    resume.refused(reply(new Reply.Refused(5, BAD)));
    assertEquals(5, resume.start().refused());
  }

  private static Bytes hello(int agency) {
    ByteBuffer frame = NativeDialect.encode(new Request.Hello(agency, ""));
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return Bytes.of(bytes);
  }

  /** As the relay has it: somewhere in what was read. */
  private static ByteBuffer reply(Reply reply) {
    ByteBuffer frame = NativeDialect.encode(reply);
    return ByteBuffer.allocate(frame.limit() + 5).position(5).put(frame).position(5);
  }
}
