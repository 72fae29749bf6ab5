package loteria.agency.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import loteria.ipc.row.RowDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoredRowsTest {
  private static final long SEED = 30904465;

  @Test
  void digestsOfNoRowsAreThoseOfNothing() {
    var rows = new StoredRows();

    assertEquals(0, rows.count());
    assertEquals(RowDigest.EMPTY, rows.digest());
    assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", rows.sha256());
  }

  /** In pieces that fill chunks exactly, nearly and many at once, asked for at any time. */
  @Test
  void digestsAreIndependentOfThePieces() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < 20; round++) {
      byte[] bytes = new byte[random.nextInt(12 * BackgroundSha256.CHUNK_BYTES)];
      random.nextBytes(bytes);
      var rows = new StoredRows();
      byte[] piece = new byte[0];
      for (int at = 0; at < bytes.length; at += piece.length) {
        int length =
            switch (random.nextInt(4)) {
              case 0 -> BackgroundSha256.CHUNK_BYTES;
              case 1 -> 1;
              default -> random.nextInt(3 * BackgroundSha256.CHUNK_BYTES);
            };
        piece = new byte[Math.min(length, bytes.length - at)];
        System.arraycopy(bytes, at, piece, 0, piece.length);
        rows.add(piece, 0, piece.length, 1);
        Arrays.fill(piece, (byte) 0);
        if (random.nextInt(5) == 0) {
          assertEquals(sha256(bytes, at + piece.length), rows.sha256(), "seed " + SEED);
        }
      }
      assertEquals(sha256(bytes, bytes.length), rows.sha256(), "seed " + SEED);
      assertEquals(RowDigest.of(bytes, 0, bytes.length), rows.digest(), "seed " + SEED);
    }
  }

  private static String sha256(byte[] bytes, int length) throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(bytes, 0, length);
    return HexFormat.of().formatHex(sha256.digest());
  }
}
