package loteria.ipc.codec;

import java.nio.ByteBuffer;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.WireException;
import loteria.ipc.message.WorkerMessage;
import loteria.ipc.row.AgencyDigest;
import loteria.ipc.row.Sha256;

/** The messages on the coordinator socket as native frames. */
public final class WorkerDialect {
  private WorkerDialect() {}

  /** A message as a frame, ready to be written to a channel. */
  public static ByteBuffer encode(WorkerMessage message) {
    var body = new BodyWriter();
    if (message
        instanceof
        WorkerMessage.Ready(int slot, long pid, String token, String listen, var ledger)) {
      body.u32(slot)
          .u64(pid)
          .text(token)
          .text(listen)
          .list(ledger.finished(), BodyWriter::u32)
          .u64(ledger.end())
          .list(ledger.drawn(), WorkerDialect::write);
      return write(body, ledger.stage()).frame(FrameType.READY);
    }
    if (message
        instanceof
        WorkerMessage.Heartbeat(long batches, long bets, int sessions, long oldestAppendMs)) {
      return body.u64(batches)
          .u64(bets)
          .u32(sessions)
          .u64(oldestAppendMs)
          .frame(FrameType.HEARTBEAT);
    }
    if (message instanceof WorkerMessage.Report(var work, var agencies)) {
      return write(body, work).list(agencies, WorkerDialect::write).frame(FrameType.REPORT);
    }
    if (message instanceof WorkerMessage.Followed followed) {
      return write(body, followed).frame(FrameType.FOLLOWED);
    }
    if (message instanceof WorkerMessage.CloseAgency(int agency)) {
      return body.u32(agency).frame(FrameType.CLOSE_AGENCY);
    }
    if (message instanceof WorkerMessage.AgencyFinished finished) {
      return body.u32(finished.agency())
          .u64(finished.end())
          .u64(finished.batches())
          .u64(finished.bets())
          .frame(FrameType.AGENCY_FINISHED);
    }
    if (message instanceof WorkerMessage.AgenciesClosed(var agencies)) {
      return body.list(agencies, BodyWriter::u32).frame(FrameType.AGENCIES_CLOSED);
    }
    if (message
        instanceof WorkerMessage.Scan(long id, int winningNumber, long from, long to, long end)) {
      return body.u64(id).u32(winningNumber).u64(from).u64(to).u64(end).frame(FrameType.SCAN);
    }
    if (message instanceof WorkerMessage.Scanned(long id, boolean last, var winners)) {
      return body.u64(id)
          .u8(last ? 1 : 0)
          .list(winners, (b, winner) -> b.u32(winner.agency()).text(winner.document()))
          .frame(FrameType.SCANNED);
    }
    if (message instanceof WorkerMessage.FlushLines) {
      return body.frame(FrameType.FLUSH_LINES);
    }
    if (message instanceof WorkerMessage.LinesFlushed) {
      return body.frame(FrameType.LINES_FLUSHED);
    }
    if (message instanceof WorkerMessage.RecordDraw(var draw)) {
      return write(body, draw).frame(FrameType.RECORD_DRAW);
    }
    if (message instanceof WorkerMessage.DrawRecorded(var draw)) {
      return write(body, draw).frame(FrameType.DRAW_RECORDED);
    }
    if (message instanceof WorkerMessage.DrawFound(var draw, long end)) {
      return write(body, draw).u64(end).frame(FrameType.DRAW_FOUND);
    }
    if (message instanceof WorkerMessage.Drawn(var draw)) {
      return write(body, draw).frame(FrameType.DRAWN);
    }
    if (message instanceof WorkerMessage.Advance(var target)) {
      return write(body, target).frame(FrameType.ADVANCE);
    }
    if (message instanceof WorkerMessage.StageReached(var stage, long end)) {
      return write(body, stage).u64(end).frame(FrameType.STAGE_REACHED);
    }
    if (message instanceof WorkerMessage.ScanDigests(long id, int remainder, int parts, long end)) {
      return body.u64(id).u32(remainder).u32(parts).u64(end).frame(FrameType.SCAN_DIGESTS);
    }
    if (message instanceof WorkerMessage.DigestsScanned(long id, boolean last, var agencies)) {
      return body.u64(id)
          .u8(last ? 1 : 0)
          .list(agencies, WorkerDialect::write)
          .frame(FrameType.DIGESTS_SCANNED);
    }
    if (message instanceof WorkerMessage.Drain) {
      return body.frame(FrameType.DRAIN);
    }
    throw FrameType.unwritten(message);
  }

  /**
   * A message from a whole frame.
   *
   * @throws WireException when it is no frame, is too long, or its body is not what its type and
   *     checksum say
   */
  public static WorkerMessage message(Bytes frame) throws WireException {
    var header = FrameHeader.of(frame, Limits.COORDINATION_BYTES_MAX);
    var body = FrameHeader.body(frame);
    header.check(body);
    return switch (header.type()) {
      case FrameType.READY ->
          BodyReader.read(
              body, r -> new WorkerMessage.Ready(r.u32(), r.u64(), r.text(), r.text(), ledger(r)));
      case FrameType.HEARTBEAT ->
          BodyReader.read(
              body, r -> new WorkerMessage.Heartbeat(r.u64(), r.u64(), r.u32(), r.u64()));
      case FrameType.REPORT ->
          BodyReader.read(
              body, r -> new WorkerMessage.Report(work(r), r.list(WorkerDialect::agencyReport)));
      case FrameType.FOLLOWED -> BodyReader.read(body, WorkerDialect::followed);
      case FrameType.CLOSE_AGENCY ->
          BodyReader.read(body, r -> new WorkerMessage.CloseAgency(r.u32()));
      case FrameType.AGENCY_FINISHED ->
          BodyReader.read(
              body, r -> new WorkerMessage.AgencyFinished(r.u32(), r.u64(), r.u64(), r.u64()));
      case FrameType.AGENCIES_CLOSED ->
          BodyReader.read(body, r -> new WorkerMessage.AgenciesClosed(r.list(BodyReader::u32)));
      case FrameType.SCAN ->
          BodyReader.read(
              body, r -> new WorkerMessage.Scan(r.u64(), r.u32(), r.u64(), r.u64(), r.u64()));
      case FrameType.SCANNED ->
          BodyReader.read(
              body,
              r ->
                  new WorkerMessage.Scanned(
                      r.u64(),
                      r.u8() != 0,
                      r.list(w -> new WorkerMessage.Winner(w.u32(), w.text()))));
      case FrameType.FLUSH_LINES -> BodyReader.read(body, _ -> new WorkerMessage.FlushLines());
      case FrameType.LINES_FLUSHED -> BodyReader.read(body, _ -> new WorkerMessage.LinesFlushed());
      case FrameType.RECORD_DRAW ->
          BodyReader.read(body, r -> new WorkerMessage.RecordDraw(drawRecord(r)));
      case FrameType.DRAW_RECORDED ->
          BodyReader.read(body, r -> new WorkerMessage.DrawRecorded(drawRecord(r)));
      case FrameType.DRAW_FOUND ->
          BodyReader.read(body, r -> new WorkerMessage.DrawFound(drawRecord(r), r.u64()));
      case FrameType.DRAWN -> BodyReader.read(body, r -> new WorkerMessage.Drawn(drawRecord(r)));
      case FrameType.ADVANCE -> BodyReader.read(body, r -> new WorkerMessage.Advance(stage(r)));
      case FrameType.STAGE_REACHED ->
          BodyReader.read(body, r -> new WorkerMessage.StageReached(stage(r), r.u64()));
      case FrameType.SCAN_DIGESTS ->
          BodyReader.read(
              body, r -> new WorkerMessage.ScanDigests(r.u64(), r.u32(), r.u32(), r.u64()));
      case FrameType.DIGESTS_SCANNED ->
          BodyReader.read(
              body,
              r ->
                  new WorkerMessage.DigestsScanned(
                      r.u64(), r.u8() != 0, r.list(WorkerDialect::agencyDigest)));
      case FrameType.DRAIN -> BodyReader.read(body, _ -> new WorkerMessage.Drain());
      default -> throw FrameType.unknown(header.type());
    };
  }

  private static WorkerMessage.LogSummary ledger(BodyReader r) throws WireException {
    return new WorkerMessage.LogSummary(
        r.list(BodyReader::u32), r.u64(), r.list(WorkerDialect::drawRecord), stage(r));
  }

  private static BodyWriter write(BodyWriter body, WorkerMessage.DrawStage stage) {
    WorkerMessage.Seal seal = stage.seal();
    Integer number = stage.number();
    return body.u8(stage.closed() ? 1 : 0)
        .list(
            seal == null ? List.of() : List.of(seal),
            (b, one) -> write(b.u32(one.agencies()), one.sha256()))
        .list(number == null ? List.of() : List.of(number), BodyWriter::u32);
  }

  private static WorkerMessage.DrawStage stage(BodyReader r) throws WireException {
    boolean closed = r.u8() != 0;
    List<WorkerMessage.Seal> seal = r.list(one -> new WorkerMessage.Seal(one.u32(), sha256(one)));
    List<Integer> number = r.list(BodyReader::u32);
    return new WorkerMessage.DrawStage(
        closed,
        seal.isEmpty() ? null : seal.getFirst(),
        number.isEmpty() ? null : number.getFirst());
  }

  private static BodyWriter write(BodyWriter body, AgencyDigest agency) {
    return write(body.u32(agency.agency()).u64(agency.batches()).u64(agency.bets()), agency.rows());
  }

  private static AgencyDigest agencyDigest(BodyReader r) {
    return new AgencyDigest(r.u32(), r.u64(), r.u64(), sha256(r));
  }

  private static BodyWriter write(BodyWriter body, Sha256 sha256) {
    return body.u64(sha256.first()).u64(sha256.second()).u64(sha256.third()).u64(sha256.fourth());
  }

  private static Sha256 sha256(BodyReader r) {
    return new Sha256(r.u64(), r.u64(), r.u64(), r.u64());
  }

  private static BodyWriter write(BodyWriter body, WorkerMessage.Followed followed) {
    Long ahead = followed.clockAheadMs();
    return body.u64(followed.position())
        .u64(followed.end())
        .u8(followed.isReachable() ? 1 : 0)
        .list(ahead == null ? List.of() : List.of(ahead), BodyWriter::u64);
  }

  private static WorkerMessage.Followed followed(BodyReader r) throws WireException {
    long position = r.u64();
    long end = r.u64();
    boolean isReachable = r.u8() != 0;
    List<Long> ahead = r.list(BodyReader::u64);
    return new WorkerMessage.Followed(
        position, end, isReachable, ahead.isEmpty() ? null : ahead.getFirst());
  }

  private static BodyWriter write(BodyWriter body, WorkerMessage.Work work) {
    return body.u64(work.turns())
        .u64(work.lockWaitNanos())
        .u64(work.lockHeldNanos())
        .u64(work.commits())
        .u64(work.commitNanos())
        .list(work.commitBuckets(), BodyWriter::u64);
  }

  private static WorkerMessage.Work work(BodyReader r) throws WireException {
    return new WorkerMessage.Work(
        r.u64(), r.u64(), r.u64(), r.u64(), r.u64(), r.list(BodyReader::u64));
  }

  private static BodyWriter write(BodyWriter body, WorkerMessage.AgencyReport agency) {
    return body.u32(agency.agency())
        .u64(agency.batches())
        .u64(agency.bets())
        .u8(agency.connected() ? 1 : 0)
        .u8(agency.waiting() ? 1 : 0);
  }

  private static WorkerMessage.AgencyReport agencyReport(BodyReader r) {
    return new WorkerMessage.AgencyReport(r.u32(), r.u64(), r.u64(), r.u8() != 0, r.u8() != 0);
  }

  private static WorkerMessage.DrawRecord drawRecord(BodyReader r) {
    return new WorkerMessage.DrawRecord(r.u32(), r.u32(), r.u32());
  }

  private static BodyWriter write(BodyWriter body, WorkerMessage.DrawRecord draw) {
    return body.u32(draw.winningNumber()).u32(draw.winners()).u32(draw.crc32c());
  }
}
