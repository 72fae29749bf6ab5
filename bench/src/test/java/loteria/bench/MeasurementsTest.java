package loteria.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MeasurementsTest {
  @Test
  void theMedianIsTheOneInTheMiddle() {
    assertEquals(3, Measurements.median(9, 3, 1));
    assertEquals(2, Measurements.median(3, 1));
    assertThrows(IllegalArgumentException.class, Measurements::median);
  }

  @Test
  void figuresAreWrittenTheSameEverywhere() {
    assertEquals("1,234,567", Measurements.whole(1_234_567.4));
    assertEquals("0.50", Measurements.fixed(0.499, 2));
    assertEquals("50 %", Measurements.percent(1, 2));
    assertEquals("-", Measurements.percent(1, 0));
  }

  @Test
  void aTableIsMarkdownWithItsColumnsInLine() {
    var table = new Table("Title", "How.", "a", "long heading");
    table.row("first", 1);
    table.row("b", 12345);
    assertEquals(
        """
        ## Title

        How.

        |     a | long heading |
        |------:|-------------:|
        | first |            1 |
        |     b |        12345 |
        """,
        table.markdown());
    assertThrows(IllegalArgumentException.class, () -> table.row("too few"));
  }
}
