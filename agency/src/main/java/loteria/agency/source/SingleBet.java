package loteria.agency.source;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loteria.ipc.message.Bytes;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowWriter;
import org.jspecify.annotations.Nullable;

/** The one bet in the environment: NOMBRE, APELLIDO, DOCUMENTO, NACIMIENTO, NUMERO. */
public record SingleBet(
    String firstName, String lastName, String document, String birthDate, String number) {
  private static final List<String> VARIABLES =
      List.of("NOMBRE", "APELLIDO", "DOCUMENTO", "NACIMIENTO", "NUMERO");

  /** The variables that are not set; if none is missing, there is a bet. */
  public static List<String> missing(Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    for (String variable : VARIABLES) {
      if (value(environment, variable).isEmpty()) {
        missing.add(variable);
      }
    }
    return missing;
  }

  /** The bet of the environment. */
  public static SingleBet of(Map<String, String> environment) {
    return new SingleBet(
        value(environment, "NOMBRE"),
        value(environment, "APELLIDO"),
        value(environment, "DOCUMENTO"),
        value(environment, "NACIMIENTO"),
        value(environment, "NUMERO"));
  }

  /** Why it is not a valid bet, or null if it is. */
  public @Nullable String reason(AgencyId agency, LocalDate today) {
    RowWriter row = row(agency);
    return RowCheck.of(agency, today).reason(row.bytes(), 0, row.size());
  }

  /** The bet as a batch of its own. */
  public Batch batch(AgencyId agency, long id) {
    RowWriter row = row(agency);
    return new Batch(id, Bytes.of(row.bytes(), 0, row.size()), new long[] {1});
  }

  private RowWriter row(AgencyId agency) {
    var row = new RowWriter(RowCheck.ROW_BYTES_MAX);
    row.write(agency, firstName, lastName, document, birthDate, number);
    return row;
  }

  private static String value(Map<String, String> environment, String variable) {
    return environment.getOrDefault(variable, "").strip();
  }
}
