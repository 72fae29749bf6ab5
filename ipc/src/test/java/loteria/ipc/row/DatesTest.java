package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.YearMonth;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DatesTest {
  @Test
  void everyMonthHasItsDays() {
    for (int year = 0; year <= 9999; year++) {
      for (int month = 1; month <= 12; month++) {
        assertEquals(
            YearMonth.of(year, month).lengthOfMonth(), Dates.days(year, month), year + "-" + month);
      }
    }
  }

  @Test
  void unknownMonthHasNoDays() {
    assertEquals(0, Dates.days(2024, 0));
    for (int month = 13; month < 100; month++) {
      assertEquals(0, Dates.days(2024, month));
    }
  }
}
