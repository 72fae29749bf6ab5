package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import loteria.ipc.row.AgencyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(5)
class SingleBetTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "NOMBRE", "Santiago Lionel",
          "APELLIDO", "Lorca",
          "DOCUMENTO", "30904465",
          "NACIMIENTO", "1999-03-17",
          "NUMERO", "7574");

  @Test
  void fiveVariablesMakeABet() {
    assertEquals(List.of(), SingleBet.missing(ENVIRONMENT));

    SingleBet bet = SingleBet.of(ENVIRONMENT);

    assertEquals(new SingleBet("Santiago Lionel", "Lorca", "30904465", "1999-03-17", "7574"), bet);
    assertNull(bet.reason(new AgencyId(1), TODAY));
  }

  @Test
  void missingVariablesAreNamed() {
    assertEquals(
        List.of("APELLIDO", "DOCUMENTO", "NACIMIENTO"),
        SingleBet.missing(Map.of("NOMBRE", "Ana", "NUMERO", "1", "APELLIDO", " ")));
  }

  @Test
  void aBadBetSaysWhy() {
    var bet = new SingleBet("Ana", "Paz", "1", "2026-11-21", "1");

    assertEquals("birth date is in the future", bet.reason(new AgencyId(1), TODAY));
  }
}
