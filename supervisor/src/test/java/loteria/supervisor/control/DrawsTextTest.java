package loteria.supervisor.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import loteria.supervisor.status.SampleStatus;
import org.junit.jupiter.api.Test;

class DrawsTextTest {
  @Test
  void currentDrawIsTheLast() {
    assertEquals(
        """
        draw       state   bets  number  winners  seal
        easter     drawn  1,234    0042        7  %s
        carnival   drawn      0    9999        0  -
        christmas  open     910       -        -  -
        """
            .formatted("5e".repeat(32)),
        DrawsText.of(SampleStatus.OPEN));
  }
}
