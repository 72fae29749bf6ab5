package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

/** What anybody can prove of a draw with its folder and its seal. */
public final class Proof {
  private Proof() {}

  /** Fails unless verify and auditor agree with a draw and its seal. */
  public static void of(Path folder, Path data, String draw, String seal) {
    VerifyRun verified = VerifyRun.of(folder, data, "--draw", draw, "--seal", seal);
    assertEquals(0, verified.code(), verified::toString);
    try (Program auditor =
        Program.start(folder, "auditor", List.of(data.resolve(draw).toString(), "--seal", seal))) {
      assertEquals(0, auditor.awaitExit(), () -> String.join("\n", auditor.lines()));
    }
  }
}
