package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.Sha256;
import loteria.ledger.AgencySession;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.state.DamagedLogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Orders as messages.
 *
 * <p>Run with {@code -Dcodec.seed=N} to repeat a failure.
 */
@Timeout(60)
class OrderMessageTest {
  private static final long SEED = Long.getLong("codec.seed", 20_261_128);
  private static final int LEDGER = 0x1234_5678;
  private static final int OFFSET = 77;
  private static final int HEADER_BYTES = 24;
  private static final int ORDER_BYTES = 48;
  private static final int NONCE_AT = 16;

  private final Random random = new Random(SEED);

  @Test
  void everyOrderComesBack() throws DamagedLogException {
    for (int i = 0; i < 2000; i++) {
      List<Order> orders = orders(random.nextInt(6));
      byte[] message = OrderMessage.encode(LEDGER, orders);
      List<Order> read = OrderMessage.decode(LEDGER, inside(message), OFFSET);
      assertEquals(orders.stream().map(OrderMessageTest::text).toList(), texts(read));
      assertEquals(known(message), known(OrderMessage.encode(LEDGER, read)));
    }
  }

  /** A message without what is random in it. */
  private static Bytes known(byte[] message) {
    ByteBuffer.wrap(message).putLong(NONCE_AT, 0);
    return Bytes.of(OrderMessage.seal(message));
  }

  /** Else a log that has lost messages could not be known by those that came in their place. */
  @Test
  void noTwoMessagesAreTheSame() {
    List<Order> orders = orders(random.nextInt(3));
    assertNotEquals(
        Bytes.of(OrderMessage.encode(LEDGER, orders)).crc32c(),
        Bytes.of(OrderMessage.encode(LEDGER, orders)).crc32c());
    var beginning = new LogBeginning(new java.util.UUID(1, 2), 3, 4);
    assertNotEquals(Bytes.of(beginning.message()).crc32c(), Bytes.of(beginning.message()).crc32c());
  }

  /** A bit that changed in the memory of the server that appended them, before they were sealed. */
  @Test
  void rowsThatAreNotThoseOfTheDigestAreSpoiled() throws DamagedLogException {
    for (int i = 0; i < 300; i++) {
      Order.Append whole = append();
      Order.Append append = append();
      byte[] message = OrderMessage.encode(LEDGER, List.of(whole, append));
      int rows = append.batch().content().length();
      if (rows > 0) {
        message[message.length - 1 - random.nextInt(rows)] ^= (byte) (1 << random.nextInt(8));
        List<Order> read =
            OrderMessage.decode(LEDGER, Bytes.of(OrderMessage.seal(message)), OFFSET);
        assertEquals(text(whole), text(read.getFirst()));
        var spoiled = assertInstanceOf(Order.Spoiled.class, read.get(1));
        assertEquals(append.session().epoch(), spoiled.session().epoch());
        assertEquals(append.agency(), spoiled.agency());
      }
    }
  }

  /** A message need not begin where its array does. */
  private Bytes inside(byte[] message) {
    int from = random.nextInt(3);
    byte[] array = new byte[from + message.length + random.nextInt(3)];
    random.nextBytes(array);
    System.arraycopy(message, 0, array, from, message.length);
    return Bytes.of(array, from, from + message.length);
  }

  @Test
  void ordersOfOneSessionHaveOneObjectWhateverTheirAgency() throws DamagedLogException {
    var session = new AgencySession(7);
    byte[] message =
        OrderMessage.encode(
            LEDGER,
            List.of(
                MadeUpBatches.open(session, 1),
                MadeUpBatches.append(session, 2, MadeUpBatches.batch(2, 1)),
                MadeUpBatches.finish(session, 3),
                MadeUpBatches.finish(new AgencySession(8), 3)));
    List<Order> read = OrderMessage.decode(LEDGER, Bytes.of(message), OFFSET);
    AgencySession first = AskedOrders.session(read.getFirst());
    assertSame(first, AskedOrders.session(read.get(1)));
    assertSame(first, AskedOrders.session(read.get(2)));
    assertEquals(List.of(7L, 8L), read.stream().skip(2).map(OrderMessageTest::epoch).toList());
  }

  private static long epoch(Order order) {
    return assertInstanceOf(Order.Finish.class, order).session().epoch();
  }

  @Test
  void noOtherMessageIsOne() {
    byte[] message = OrderMessage.encode(LEDGER, orders(3));
    assertDamaged(new byte[0], "no message of this version");
    assertDamaged(Arrays.copyOf(message, HEADER_BYTES - 1), "no message of this version");
    byte[] other = OrderMessage.encode(LEDGER + 1, orders(3));
    assertDamaged(other, "it is for another ledger");
    byte[] beginning = new LogBeginning(new java.util.UUID(1, 2), 3, 4).message();
    assertDamaged(beginning, "no message of this version");
    message[3]++;
    assertDamaged(OrderMessage.seal(message), "no message of this version");
  }

  /** Whatever happens to its bytes, a message is never read as another. */
  @Test
  void changedBytesAreRefused() {
    for (int i = 0; i < 3000; i++) {
      byte[] message = OrderMessage.encode(LEDGER, orders(1 + random.nextInt(4)));
      byte[] changed = changed(message);
      if (!Arrays.equals(message, changed)) {
        assertDamaged(changed, "");
      }
    }
  }

  /**
   * Not even bytes that were made for it do more harm: the message is refused, or says the same
   * when it is written again, and nothing of a size is made that it only claims to have.
   */
  @Test
  void bytesThatAreMadeForItAreRefusedOrKnown() throws DamagedLogException {
    int known = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = changed(OrderMessage.encode(LEDGER, orders(1 + random.nextInt(4))));
      if (changed.length >= HEADER_BYTES) {
        known += readsOrRefuses(OrderMessage.seal(changed)) ? 1 : 0;
      }
    }
    assertTrue(known > 1000 && known < 19_000, known + " were known");
  }

  private boolean readsOrRefuses(byte[] message) throws DamagedLogException {
    List<Order> read;
    try {
      read = OrderMessage.decode(LEDGER, inside(message), OFFSET);
    } catch (DamagedLogException _) {
      return false;
    }
    if (read.stream().anyMatch(Order.Spoiled.class::isInstance)) {
      return true;
    }
    List<String> again =
        texts(OrderMessage.decode(LEDGER, Bytes.of(OrderMessage.encode(LEDGER, read)), OFFSET));
    assertEquals(texts(read), again, () -> "codec.seed " + SEED);
    return true;
  }

  /** A version that does not know it would decide otherwise than one that does. */
  @Test
  void whatThisVersionDoesNotKnowIsRefused() {
    for (int i = 0; i < 300; i++) {
      List<Order> orders = orders(1);
      byte[] message = OrderMessage.encode(LEDGER, orders);
      boolean isFinish = orders.getFirst() instanceof Order.Finish;
      boolean isAdvance = orders.getFirst() instanceof Order.Advance;
      int known = isFinish ? 1 : isAdvance ? 3 : 0;
      int flag = known + random.nextInt(8 - known);
      message[HEADER_BYTES + 1] |= (byte) (1 << flag);
      assertDamaged(OrderMessage.seal(message), "does not know");
      byte[] filled = OrderMessage.encode(LEDGER, orders);
      filled[HEADER_BYTES + 2 + random.nextInt(2)] = (byte) (1 + random.nextInt(255));
      assertDamaged(OrderMessage.seal(filled), "does not know");
      byte[] kind = OrderMessage.encode(LEDGER, orders);
      kind[HEADER_BYTES] = (byte) (7 + random.nextInt(249));
      assertDamaged(OrderMessage.seal(kind), "");
    }
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    List<Order> orders = List.of(append(), append());
    for (int count : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 28, 1000}) {
      byte[] message = OrderMessage.encode(LEDGER, orders);
      ByteBuffer.wrap(message).putInt(8, count);
      assertDamaged(OrderMessage.seal(message), "orders");
    }
    for (int size : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20}) {
      byte[] bytes = OrderMessage.encode(LEDGER, orders);
      ByteBuffer.wrap(bytes).putInt(HEADER_BYTES + 20, size);
      assertDamaged(OrderMessage.seal(bytes), "shorter than its batches");
    }
    byte[] rows = OrderMessage.encode(LEDGER, orders);
    ByteBuffer.wrap(rows).putInt(HEADER_BYTES + ORDER_BYTES + 16, -3);
    assertDamaged(OrderMessage.seal(rows), "a batch of -3 rows");
    byte[] longer = OrderMessage.encode(LEDGER, orders);
    assertDamaged(
        OrderMessage.seal(Arrays.copyOf(longer, longer.length + 1)), "not as many as its batches");
    for (int agency : new int[] {0, -1, AgencyId.MAX + 1}) {
      byte[] number = OrderMessage.encode(LEDGER, orders);
      ByteBuffer.wrap(number).putInt(HEADER_BYTES + 4, agency);
      assertDamaged(OrderMessage.seal(number), "agency " + agency);
    }
  }

  @Test
  void whatIsOfThisServerAloneIsNoMessage() {
    assertThrows(
        IllegalArgumentException.class,
        () -> OrderMessage.encode(LEDGER, List.of(MadeUpBatches.look(1))));
  }

  private static void assertDamaged(byte[] message, String why) {
    var damaged =
        assertThrows(
            DamagedLogException.class,
            () -> OrderMessage.decode(LEDGER, Bytes.of(message), OFFSET),
            () -> "codec.seed " + SEED);
    String text = String.valueOf(damaged.getMessage());
    assertTrue(text.startsWith("replicated log, offset 77: ") && text.contains(why), text);
  }

  /** A bit, a byte, a number, a part that is missing, doubled, or of random bytes. */
  private byte[] changed(byte[] message) {
    byte[] changed = message.clone();
    int at = random.nextInt(changed.length);
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt();
      case 2 -> {
        int word = Math.min(at, changed.length - 4);
        ByteBuffer.wrap(changed).putInt(word, extreme());
      }
      case 3 -> changed = Arrays.copyOf(changed, at);
      case 4 -> changed = Arrays.copyOf(changed, changed.length + 1 + random.nextInt(100));
      case 5 -> {
        byte[] noise = new byte[Math.min(changed.length - at, 1 + random.nextInt(40))];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, changed, at, noise.length);
      }
      default -> {
        int length = Math.min(ORDER_BYTES, changed.length - at);
        System.arraycopy(changed, at, changed, random.nextInt(changed.length - length + 1), length);
      }
    }
    return changed;
  }

  private int extreme() {
    return switch (random.nextInt(5)) {
      case 0 -> Integer.MAX_VALUE;
      case 1 -> Integer.MIN_VALUE;
      case 2 -> -1;
      case 3 -> random.nextInt(4);
      default -> random.nextInt();
    };
  }

  private List<Order> orders(int count) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(
          switch (random.nextInt(7)) {
            case 0 -> MadeUpBatches.open(session(), agency()).after(random.nextLong());
            case 1, 2 -> append();
            case 3 -> MadeUpBatches.close(agency());
            case 4 -> MadeUpBatches.draw(new DrawRecord(number(), number(), number()));
            case 5 -> MadeUpBatches.advance(stage());
            default -> finish();
          });
    }
    return orders;
  }

  private DrawStage stage() {
    var sum =
        new Sha256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    return new DrawStage(
        random.nextBoolean(),
        random.nextBoolean() ? new Seal(number(), sum) : null,
        random.nextBoolean() ? random.nextInt(10_000) : null);
  }

  private Order.Append append() {
    byte[] rows = new byte[random.nextInt(60)];
    random.nextBytes(rows);
    return new Order.Append(
        session(),
        new AgencyId(agency()),
        new Request.Batch(random.nextLong(), random.nextInt(1 << 20), Bytes.of(rows)),
        RowDigest.of(rows, 0, rows.length),
        random.nextLong(),
        new PendingAnswer<>());
  }

  private Order.Finish finish() {
    Order.Finish finish =
        random.nextBoolean()
            ? MadeUpBatches.finish(session(), agency())
            : MadeUpBatches.finish(
                session(),
                agency(),
                new Request.Finish(random.nextLong(), random.nextLong(), random.nextLong()));
    return finish.after(random.nextLong());
  }

  private AgencySession session() {
    return new AgencySession(random.nextBoolean() ? random.nextInt(3) : random.nextLong());
  }

  private int agency() {
    return 1 + random.nextInt(random.nextBoolean() ? 3 : AgencyId.MAX);
  }

  private int number() {
    return random.nextInt();
  }

  private static List<String> texts(List<Order> orders) {
    return orders.stream().map(OrderMessageTest::text).toList();
  }

  /** All that an order says. */
  private static String text(Order order) {
    String what =
        switch (order) {
          case Order.Open open -> "open " + open.agency();
          case Order.Spoiled spoiled -> "spoiled " + spoiled.agency();
          case Order.Append append ->
              "append %s, %d, %d, %s, %s"
                  .formatted(
                      append.agency(),
                      append.batch().id(),
                      append.batch().rows(),
                      append.batch().content().crc32c(),
                      append.digest());
          case Order.Finish finish -> "finish " + finish.agency() + ", " + finish.totals();
          case Order.Close close -> "close " + close.agency();
          case Order.RecordDraw draw -> "draw " + draw.draw();
          case Order.Advance advance -> "advance " + advance.target();
          default -> throw new AssertionError(order);
        };
    return order instanceof Order.OfSession of
        ? what + " by " + of.session().epoch() + " after " + of.after()
        : what;
  }
}
