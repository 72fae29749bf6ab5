package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The plain rows. {@link RowCheckAgainstReferenceTest} tries random rows as well. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FastRowCheckTest {
  private static final FastRowCheck PLAIN = new FastRowCheck(ascii("5,"), 20261120);
  private static final RowDiagnosis CLOSER = new RowDiagnosis(ascii("5,"), 20261120);
  private static final Set<Integer> LEFT_TO_THE_CLOSER_LOOK = Set.of(0xc2, 0xcd, 0xd8);
  private static final byte[] TWO = ascii("5,A??,B,1,1999-03-17,7\r\n");

  @Test
  void rowsOfTheUsualKindArePlain() {
    assertPlain("5,Axel,Toledo,30904465,1999-03-17,2201\r\n");
    assertPlain("5,Tiago Nicolás,Núñez,34407251,2001-08-31,0\r\n");
    assertPlain("5,A,B,1,0001-01-01,0007\r\n");
    assertPlain("5," + "x".repeat(100) + "," + "é".repeat(50) + ",1,2026-11-20,1\r\n");
  }

  /** Rows that are left to {@link RowDiagnosis}; some of them are good. */
  @Test
  void otherRowsAreNot() {
    assertNotPlain("5,\"A,B\",C,1,1999-03-17,7\r\n");
    assertNotPlain("5, A,C,1,1999-03-17,7\r\n");
    assertNotPlain("5,A,B,1,0000-01-01,7\r\n");
    assertNotPlain("5,漢,C,1,1999-03-17,7\r\n");
    assertNotPlain("5," + "é".repeat(51) + ",B,1,1999-03-17,7\r\n");
    assertNotPlain("5,A,B,1,2024-02-29,7\r\n");
    assertNotPlain("5,A,B,1,2026-11-21,7\r\n");
    assertNotPlain("5,A,B,,1999-03-17,7\r\n");
    assertNotPlain("5,A,B," + "1".repeat(21) + ",1999-03-17,7\r\n");
    assertNotPlain("5,A,B,1,1999-03-17,77777\r\n");
    assertNotPlain("5,A,B,1,1999-03-17,\r\n");
    assertNotPlain("5,A,B,1,1999-03-17,7\n");
    assertNotPlain("5,A,B,1,1999-03\r\n");
    assertNotPlain("55,A,B,1,1999-03-17,7\r\n");
    assertNotPlain("5,\r\n");
    assertNotPlain("\n");
  }

  @Test
  void everyMonthAndDayIsJudgedAsByTheDiagnosis() {
    for (int year : new int[] {2023, 2026}) {
      for (int month = 0; month < 100; month++) {
        for (int day = 0; day < 100; day++) {
          String row = "5,A,B,1,%04d-%02d-%02d,7\r\n".formatted(year, month, day);
          assertEquals(isGood(ascii(row)), isPlain(ascii(row)), row);
        }
      }
    }
  }

  @Test
  void everyByteOfADateAndANumberIsJudgedAsByTheDiagnosis() {
    byte[] good = ascii("5,A,B,1,1999-03-17,70\r\n");
    for (int at = 0; at < good.length; at++) {
      byte[] row = good.clone();
      for (int value = 0; value < 256; value++) {
        row[at] = (byte) value;
        if (row[row.length - 1] == '\n'
            && RowSplitter.count(row, 0, row.length) == 1
            && value != '"') {
          assertEquals(isGood(row), isPlain(row), at + ": " + value);
        }
      }
    }
  }

  /** Only blocks that hold invisible characters are left to {@link RowDiagnosis}. */
  @Test
  void everyTwoBytesInANameAreJudgedAsByTheDiagnosis() {
    byte[] row = TWO.clone();
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        row[3] = (byte) first;
        row[4] = (byte) second;
        if (first != '\n' && second != '\n' && !LEFT_TO_THE_CLOSER_LOOK.contains(first)) {
          assertEquals(isGood(row), isPlain(row), first + " " + second);
        }
      }
    }
  }

  private static void assertPlain(String row) {
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    assertEquals(bytes.length, PLAIN.end(bytes, 0, bytes.length), row);
  }

  private static void assertNotPlain(String row) {
    byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
    assertEquals(-1, PLAIN.end(bytes, 0, bytes.length), row);
  }

  private static boolean isPlain(byte[] row) {
    return PLAIN.end(row, 0, row.length) == row.length;
  }

  private static boolean isGood(byte[] row) {
    return CLOSER.reason(row, 0, row.length - 2) == null
        && RowSplitter.end(row, 0, row.length) == row.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
