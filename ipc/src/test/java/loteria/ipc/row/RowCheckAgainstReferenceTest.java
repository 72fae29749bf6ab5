package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RowCheckAgainstReferenceTest {
  private static final long SEED = 7574;
  private static final int ROWS = 200_000;
  private static final AgencyId AGENCY = new AgencyId(5);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  /** The pieces that a mutation inserts: each is where some rule changes its verdict. */
  private static final List<byte[]> PIECES =
      List.of(
          utf8(","),
          utf8("\""),
          utf8("\"\""),
          utf8(",\""),
          utf8("\","),
          utf8("-"),
          utf8("0"),
          utf8("9"),
          utf8("\r"),
          utf8("\n"),
          utf8(" "),
          utf8("\u007f"),
          utf8("\u0085"),
          utf8("ñ"),
          utf8("🂡"),
          utf8("\u202e"),
          utf8("\u200b"),
          utf8("0000-"),
          utf8("02-29"),
          utf8("2026-11-21"),
          utf8("x".repeat(90)),
          utf8("5,"),
          new byte[] {(byte) 0xc0},
          new byte[] {(byte) 0xed, (byte) 0xa0},
          new byte[] {(byte) 0x80});

  @Test
  void diagnosisAgreesWithReferenceOnMutatedRows() {
    var random = new Random(SEED);
    var bets = new RandomBets(random);
    var closer = new RowDiagnosis(utf8("5,"), 20261120);
    int good = 0;
    for (int i = 0; i < ROWS; i++) {
      byte[] row = mutated(row(bets.next(AGENCY)), random);
      boolean expected = RowReference.isGood(row, AGENCY, TODAY);
      int at = i;
      assertEquals(
          expected,
          closer.reason(row, 0, row.length) == null,
          () -> "seed %d, row %d: %s".formatted(SEED, at, new String(row, StandardCharsets.UTF_8)));
      good += expected ? 1 : 0;
    }
    int between = good;
    assertTrue(
        good > ROWS / 20 && good < ROWS - ROWS / 20,
        () -> "seed %d: only one verdict is tried, %d good".formatted(SEED, between));
  }

  /** Rows as they arrive: one after the other, followed by other bytes. */
  @Test
  void manyRowsAreJudgedAsEachByItself() {
    var random = new Random(SEED);
    var bets = new RandomBets(random);
    var check = RowCheck.of(AGENCY, TODAY);
    for (int i = 0; i < ROWS / 10; i++) {
      var rows = new ByteArrayOutputStream();
      List<Integer> bad = new ArrayList<>();
      for (int row = 0; row < 10; row++) {
        byte[] bytes = mutated(row(bets.next(AGENCY)), random);
        if (!holdsLineFeed(bytes)) {
          if (!RowReference.isGood(bytes, AGENCY, TODAY)) {
            bad.add(count(rows));
          }
          rows.writeBytes(bytes);
          rows.writeBytes(utf8("\r\n"));
        }
      }
      int to = rows.size();
      int expected = count(rows);
      rows.writeBytes(utf8("5,A,B,1,1999"));
      RowCheck.Verdict verdict = check.check(rows.toByteArray(), 0, to);
      String which = "seed " + SEED + ", round " + i;
      assertEquals(bad, verdict.bad().stream().map(BadRow::row).toList(), which);
      assertEquals(expected, verdict.rows(), which);
    }
  }

  /** The fast check must never accept a bad row, and must accept most good ones. */
  @Test
  void plainRowsAreGoodRows() {
    var random = new Random(SEED);
    var bets = new RandomBets(random);
    var plain = new FastRowCheck(utf8("5,"), 20261120);
    int found = 0;
    int good = 0;
    for (int i = 0; i < ROWS; i++) {
      byte[] row = mutated(row(bets.next(AGENCY)), random);
      byte[] ended = Arrays.copyOf(row, row.length + 2);
      ended[row.length] = '\r';
      ended[row.length + 1] = '\n';
      int end = plain.end(ended, 0, ended.length);
      if (end >= 0) {
        byte[] before = Arrays.copyOf(ended, end - 2);
        assertTrue(
            RowReference.isGood(before, AGENCY, TODAY),
            () -> "seed %d: %s".formatted(SEED, new String(before, StandardCharsets.UTF_8)));
        assertEquals('\n', ended[end - 1]);
        found++;
      }
      good += RowReference.isGood(row, AGENCY, TODAY) ? 1 : 0;
    }
    assertTrue(found > good / 4, "seed %d: %d of %d".formatted(SEED, found, good));
  }

  private static boolean holdsLineFeed(byte[] bytes) {
    return RowSplitter.count(bytes, 0, bytes.length) > 0;
  }

  private static int count(ByteArrayOutputStream rows) {
    return RowSplitter.count(rows.toByteArray(), 0, rows.size());
  }

  private static byte[] row(Bet bet) {
    var rows = new RowWriter(256);
    bet.writeTo(rows);
    return Arrays.copyOf(rows.bytes(), rows.size() - 2);
  }

  /** Up to three pieces inserted, or bytes removed or changed. */
  private static byte[] mutated(byte[] row, Random random) {
    byte[] mutated = row;
    for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
      int at = random.nextInt(mutated.length + 1);
      int cut = Math.min(random.nextInt(3), mutated.length - at);
      byte[] piece =
          switch (random.nextInt(3)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {(byte) random.nextInt(256)};
            default -> PIECES.get(random.nextInt(PIECES.size()));
          };
      byte[] next = new byte[mutated.length - cut + piece.length];
      System.arraycopy(mutated, 0, next, 0, at);
      System.arraycopy(piece, 0, next, at, piece.length);
      System.arraycopy(mutated, at + cut, next, at + piece.length, mutated.length - at - cut);
      mutated = next;
    }
    return mutated;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
