package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import loteria.supervisor.status.SampleStatus;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StatusTextTest {
  @Test
  void aPersonSeesWhomTheDrawWaitsForAndHowEverybodyIs() {
    assertEquals(
        """
        draw christmas: open; server 0.1.0 up 1 h 02 min; 1 of 2 workers ready
        910 bets in 13 batches; 71 bets/s; on disk in 0.7 ms (p50), 1.9 ms (p99)
        2 of 3 agencies have finished; the draw waits for 3, since 22:00:00 (2 min 03 s)
        connections 3 of 1,024
        room on the disk 18,432 MiB; at 2.5 MiB/s it lasts 2 h 02 min
        certificates: server's certificate 29 days; authority of agencies 3,649 days; revocation list 6 days; 3 refused; \
        the port without TLS lets anybody speak for any agency

        agency  bets  batches  bets/s  state               last stored  winners
             1   700       10      71  finished, waiting   21:01:00
             2     0        0       0  closed, away        -
             3   210        3       0  sending, connected  21:00:05

        worker   pid  state    up          restarts  last exit         sessions  batches/s  lock wait  memory
             1  4711  ready    1 h 02 min         2  killed (SIGKILL)         2          1    0.04 ms  64 MiB
             2     -  waiting  -                  1  success                  0          0    0.00 ms   0 MiB
        """,
        StatusText.of(SampleStatus.OPEN, ZoneOffset.UTC));
  }

  @Test
  void aReplicatedLogHasALineOfItsOwn() {
    assertEquals(
        "replicated log: 1,300 messages taken in, 2 behind, brokers reachable, clock not compared"
            + " with theirs; an ACK means: on the disks of at least 2 of 3 brokers",
        replicated(true, false, null));
    assertEquals(
        "replicated log: 1,300 messages taken in, 2 behind, brokers reachable, clock as theirs; an"
            + " ACK means: on the disks of at least 2 of 3 brokers",
        replicated(true, false, 0L));
    assertEquals(
        "replicated log: 1,300 messages taken in, 2 behind, brokers NOT REACHABLE, clock 3,599,998"
            + " ms ahead of theirs; an ACK means: on the disks of at least 2 of 3 brokers",
        replicated(false, false, 3_599_998L));
    assertEquals(
        "replicated log: 1,300 messages taken in, 2 behind, brokers reachable, clock 12 ms behind"
            + " theirs; an ACK means: on the disks of at least 2 of 3 brokers; this server only"
            + " follows and serves no agency",
        replicated(true, true, -12L));
  }

  private static String replicated(boolean reachable, boolean follows, @Nullable Long aheadMs) {
    String ack = "on the disks of at least 2 of 3 brokers";
    var replication = new Status.Replication(ack, 1300, 2, reachable, follows, aheadMs);
    return StatusText.of(SampleStatus.replicated(replication), ZoneOffset.UTC)
        .lines()
        .filter(line -> line.startsWith("replicated log: "))
        .findFirst()
        .orElseThrow();
  }
}
