package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowDigestTest {
  private static final long SEED = 20261125;

  @Test
  void isTheTwoChecksumsOfTheCheckString() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0xe3069283_cbf43926L, RowDigest.of(check, 0, 9).value());
    assertEquals("e3069283cbf43926", RowDigest.of(check, 0, 9).toString());
    assertEquals("0000000000000000", RowDigest.EMPTY.toString());
  }

  @Test
  void doesNotDependOnHowRowsAreCut() {
    var random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      byte[] rows = new byte[random.nextInt(i < 400 ? 300 : 100_000)];
      random.nextBytes(rows);
      RowDigest whole = RowDigest.of(rows, 0, rows.length);
      RowDigest cut = RowDigest.EMPTY;
      var running = new RowDigest.Running();
      for (int from = 0; from < rows.length; ) {
        int to = Math.min(rows.length, from + random.nextInt(rows.length + 1));
        cut = cut.and(RowDigest.of(rows, from, to), to - from);
        running.add(rows, from, to);
        from = to;
      }
      String what = "seed " + SEED + ", text " + i;
      assertEquals(whole, cut, what);
      assertEquals(whole, running.soFar(), what);
      assertEquals(whole, RowDigest.ofValue(whole.value()), what);
    }
  }

  @Test
  void dependsOnOrderAndContent() {
    byte[] rows = "ab\r\ncd\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] swapped = "cd\r\nab\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] doubled = "ab\r\nab\r\n".getBytes(StandardCharsets.US_ASCII);
    assertNotEquals(RowDigest.of(rows, 0, 8), RowDigest.of(swapped, 0, 8));
    assertNotEquals(RowDigest.of(rows, 0, 8), RowDigest.of(doubled, 0, 8));
  }
}
