package loteria.ledger.commit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.RowDigest;
import loteria.ipc.row.Sha256;
import loteria.ledger.AgencySession;

/** Made-up batches: the same agency and id always give the same rows, different ones never do. */
final class MadeUpBatches {
  static final DrawRecord DRAW = new DrawRecord(7574, 3, 0x1234_5678);

  static final Seal SEAL = new Seal(3, new Sha256(1, -2, 3, -4));

  /** A draw's stages, in order. */
  static final List<DrawStage> STAGES =
      List.of(
          DrawStage.OPEN,
          DrawStage.CLOSED,
          DrawStage.CLOSED.with(SEAL),
          DrawStage.CLOSED.with(SEAL).with(DRAW.winningNumber()));

  /** That of the session which all orders are of, unless they say another. */
  static final long EPOCH = 1;

  private MadeUpBatches() {}

  /** A batch of a few rows, of a few lengths; one in four takes more than a page of the log. */
  static Request.Batch batch(int agency, long id) {
    var random = new Random(agency * 1_000_003L + id);
    int rows = random.nextInt(3) == 0 ? random.nextInt(5) : 2;
    return random.nextInt(4) == 0 ? batch(agency, id, 40, 100) : batch(agency, id, rows, 1);
  }

  /** A batch whose rows have a first name of this length. */
  static Request.Batch batch(int agency, long id, int rows, int nameLength) {
    var content = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      content.append(
          "%d,%s,%06d,%08d,1990-05-17,%04d\r\n"
              .formatted(agency, "A".repeat(nameLength), id, agency * 100 + row, id % 10_000));
    }
    return new Request.Batch(id, rows, bytes(content.toString()));
  }

  static Bytes bytes(String content) {
    return Bytes.of(content.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes bytes) {
    return new String(bytes.array(), bytes.from(), bytes.length(), StandardCharsets.UTF_8);
  }

  static Order.Append append(int agency, long id) {
    return append(agency, batch(agency, id));
  }

  static Order.Append append(int agency, Request.Batch batch) {
    return append(new AgencySession(EPOCH), agency, batch);
  }

  static Order.Append append(AgencySession session, int agency, Request.Batch batch) {
    Bytes rows = batch.content();
    return new Order.Append(
        session,
        new AgencyId(agency),
        batch,
        RowDigest.of(rows.array(), rows.from(), rows.to()),
        new PendingAnswer<>());
  }

  /** FINISH of an agency that does not say what it counts. */
  static Order.Finish finish(int agency) {
    return finish(new AgencySession(EPOCH), agency);
  }

  static Order.Finish finish(AgencySession session, int agency) {
    return new Order.Finish(session, new AgencyId(agency), null, new PendingAnswer<>());
  }

  static Order.Close close(int agency) {
    return new Order.Close(new AgencyId(agency), new PendingAnswer<>());
  }

  /** FINISH of an agency that has sent so many of its batches. */
  static Order.Finish finish(int agency, long batches, long bets) {
    return finish(new AgencySession(EPOCH), agency, batches, bets);
  }

  static Order.Finish finish(AgencySession session, int agency, long batches, long bets) {
    var digest = new RowDigest.Running();
    for (long id = 1; id <= batches; id++) {
      Bytes rows = batch(agency, id).content();
      digest.add(rows.array(), rows.from(), rows.to());
    }
    return finish(session, agency, new Request.Finish(batches, bets, digest.soFar().value()));
  }

  static Order.Finish finish(int agency, Request.Finish totals) {
    return finish(new AgencySession(EPOCH), agency, totals);
  }

  static Order.Finish finish(AgencySession session, int agency, Request.Finish totals) {
    return new Order.Finish(session, new AgencyId(agency), totals, new PendingAnswer<>());
  }

  static Order.Open open(AgencySession session, int agency) {
    return new Order.Open(session, new AgencyId(agency), new PendingAnswer<>());
  }

  static Order.Look look(int agency) {
    return new Order.Look(new AgencyId(agency), new PendingAnswer<>());
  }

  static Order.Advance advance(DrawStage target) {
    return new Order.Advance(target, new PendingAnswer<>());
  }

  static Order.RecordDraw draw(DrawRecord draw) {
    return new Order.RecordDraw(draw, new PendingAnswer<>());
  }

  static Reply.Ack ack(Order.Append append) {
    return new Reply.Ack(append.batch().id(), append.batch().rows());
  }
}
