package loteria.ipc.wire;

import java.nio.ByteBuffer;

/** What is said on the coordinator socket, as native frames. */
public final class CoordinationDialect {
  private CoordinationDialect() {}

  /** A message as a frame, ready to be written to a channel. */
  public static ByteBuffer encode(Coordination message) {
    var body = new BodyWriter();
    if (message
        instanceof
        Coordination.Ready(int slot, long pid, String token, String listen, var ledger)) {
      return body.u32(slot)
          .u64(pid)
          .text(token)
          .text(listen)
          .list(ledger.finished(), BodyWriter::u32)
          .u64(ledger.end())
          .list(ledger.drawn(), CoordinationDialect::write)
          .frame(Type.READY);
    }
    if (message
        instanceof
        Coordination.Heartbeat(long batches, long bets, int sessions, long oldestAppendMs)) {
      return body.u64(batches).u64(bets).u32(sessions).u64(oldestAppendMs).frame(Type.HEARTBEAT);
    }
    if (message instanceof Coordination.Report(var work, var agencies)) {
      return write(body, work).list(agencies, CoordinationDialect::write).frame(Type.REPORT);
    }
    if (message instanceof Coordination.CloseAgency(int agency)) {
      return body.u32(agency).frame(Type.CLOSE_AGENCY);
    }
    if (message instanceof Coordination.AgencyFinished(int agency, long end)) {
      return body.u32(agency).u64(end).frame(Type.AGENCY_FINISHED);
    }
    if (message instanceof Coordination.AgenciesClosed(var agencies)) {
      return body.list(agencies, BodyWriter::u32).frame(Type.AGENCIES_CLOSED);
    }
    if (message
        instanceof Coordination.Scan(long id, int winningNumber, long from, long to, long end)) {
      return body.u64(id).u32(winningNumber).u64(from).u64(to).u64(end).frame(Type.SCAN);
    }
    if (message instanceof Coordination.Scanned(long id, boolean last, var winners)) {
      return body.u64(id)
          .u8(last ? 1 : 0)
          .list(winners, (b, winner) -> b.u32(winner.agency()).text(winner.document()))
          .frame(Type.SCANNED);
    }
    if (message instanceof Coordination.FlushLines) {
      return body.frame(Type.FLUSH_LINES);
    }
    if (message instanceof Coordination.LinesFlushed) {
      return body.frame(Type.LINES_FLUSHED);
    }
    if (message instanceof Coordination.RecordDraw(var draw)) {
      return write(body, draw).frame(Type.RECORD_DRAW);
    }
    if (message instanceof Coordination.DrawRecorded(var draw)) {
      return write(body, draw).frame(Type.DRAW_RECORDED);
    }
    if (message instanceof Coordination.Drawn(var draw)) {
      return write(body, draw).frame(Type.DRAWN);
    }
    if (message instanceof Coordination.Drain) {
      return body.frame(Type.DRAIN);
    }
    throw Type.unwritten(message);
  }

  /**
   * A message from a frame.
   *
   * @throws WireException when the body is not what its type and checksum say
   */
  public static Coordination message(Header header, Bytes body) throws WireException {
    header.check(body);
    return switch (header.type()) {
      case Type.READY ->
          BodyReader.read(
              body, r -> new Coordination.Ready(r.u32(), r.u64(), r.text(), r.text(), ledger(r)));
      case Type.HEARTBEAT ->
          BodyReader.read(
              body, r -> new Coordination.Heartbeat(r.u64(), r.u64(), r.u32(), r.u64()));
      case Type.REPORT ->
          BodyReader.read(
              body,
              r -> new Coordination.Report(work(r), r.list(CoordinationDialect::agencyReport)));
      case Type.CLOSE_AGENCY -> BodyReader.read(body, r -> new Coordination.CloseAgency(r.u32()));
      case Type.AGENCY_FINISHED ->
          BodyReader.read(body, r -> new Coordination.AgencyFinished(r.u32(), r.u64()));
      case Type.AGENCIES_CLOSED ->
          BodyReader.read(body, r -> new Coordination.AgenciesClosed(r.list(BodyReader::u32)));
      case Type.SCAN ->
          BodyReader.read(
              body, r -> new Coordination.Scan(r.u64(), r.u32(), r.u64(), r.u64(), r.u64()));
      case Type.SCANNED ->
          BodyReader.read(
              body,
              r ->
                  new Coordination.Scanned(
                      r.u64(),
                      r.u8() != 0,
                      r.list(w -> new Coordination.Winner(w.u32(), w.text()))));
      case Type.FLUSH_LINES -> BodyReader.read(body, _ -> new Coordination.FlushLines());
      case Type.LINES_FLUSHED -> BodyReader.read(body, _ -> new Coordination.LinesFlushed());
      case Type.RECORD_DRAW ->
          BodyReader.read(body, r -> new Coordination.RecordDraw(drawRecord(r)));
      case Type.DRAW_RECORDED ->
          BodyReader.read(body, r -> new Coordination.DrawRecorded(drawRecord(r)));
      case Type.DRAWN -> BodyReader.read(body, r -> new Coordination.Drawn(drawRecord(r)));
      case Type.DRAIN -> BodyReader.read(body, _ -> new Coordination.Drain());
      default -> throw Type.unknown(header.type());
    };
  }

  private static Coordination.LogSummary ledger(BodyReader r) throws WireException {
    return new Coordination.LogSummary(
        r.list(BodyReader::u32), r.u64(), r.list(CoordinationDialect::drawRecord));
  }

  private static BodyWriter write(BodyWriter body, Coordination.Work work) {
    return body.u64(work.turns())
        .u64(work.lockWaitNanos())
        .u64(work.commits())
        .u64(work.commitNanos())
        .list(work.commitBuckets(), BodyWriter::u64);
  }

  private static Coordination.Work work(BodyReader r) throws WireException {
    return new Coordination.Work(r.u64(), r.u64(), r.u64(), r.u64(), r.list(BodyReader::u64));
  }

  private static BodyWriter write(BodyWriter body, Coordination.AgencyReport agency) {
    return body.u32(agency.agency())
        .u64(agency.batches())
        .u64(agency.bets())
        .u8(agency.connected() ? 1 : 0)
        .u8(agency.waiting() ? 1 : 0);
  }

  private static Coordination.AgencyReport agencyReport(BodyReader r) {
    return new Coordination.AgencyReport(r.u32(), r.u64(), r.u64(), r.u8() != 0, r.u8() != 0);
  }

  private static Coordination.DrawRecord drawRecord(BodyReader r) {
    return new Coordination.DrawRecord(r.u32(), r.u32(), r.u32());
  }

  private static BodyWriter write(BodyWriter body, Coordination.DrawRecord draw) {
    return body.u32(draw.winningNumber()).u32(draw.winners()).u32(draw.crc32c());
  }
}
