package loteria.worker.session;

import java.util.List;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.RowSplitter;
import org.jspecify.annotations.Nullable;

/**
 * Prints the console lines of a session, with the action names that people and scripts look for.
 */
final class BatchLines {
  private static final ActionLog LOG = new ActionLog(BatchLines.class);
  private static final int DOCUMENT = 3;
  private static final int NUMBER = 5;

  /** Whether every bet that is stored has a line. */
  boolean namesBets() {
    return LOG.isDetailed();
  }

  /** A request has been answered; some answers are worth no line. */
  void answered(int agency, Request.@Nullable Batch batch, Reply reply) {
    if (reply instanceof Reply.Ack(long id, int bets)) {
      LOG.success("apuesta_recibida", "cantidad", bets, "agency", agency, "batch", id);
      if (batch != null && LOG.isDetailed()) {
        stored(batch.content());
      }
    } else if (reply instanceof Reply.Refused(long id, var badRows)) {
      String why = badRows.isEmpty() ? "follows a refused batch" : badRows.size() + " bad rows";
      notStored(agency, batch == null ? 0 : batch.rows(), id, why);
    } else if (reply instanceof Reply.Failure(var _, int _, String text)) {
      failed(agency, batch, text);
    } else if (reply instanceof Reply.Winners(var documents)) {
      LOG.detail("consulta_ganadores", "agency", agency, "cant_ganadores", documents.size());
    }
  }

  private static void failed(int agency, Request.@Nullable Batch batch, String text) {
    if (batch == null) {
      LOG.warn("session", "agency", agency, "error", text);
    } else {
      notStored(agency, batch.rows(), batch.id(), text);
    }
  }

  /** What an agency says of itself need not be sensible: both numbers are unsigned on the wire. */
  private static void notStored(int agency, int rows, long id, String why) {
    LOG.warn(
        "apuesta_recibida",
        "cantidad",
        Integer.toUnsignedString(rows),
        "agency",
        agency,
        "batch",
        Long.toUnsignedString(id),
        "error",
        why);
  }

  /** A session has ended before its agency ended it. */
  void ended(Exception why) {
    LOG.detail("session", "state", "ended", "error", why.getMessage());
  }

  private static void stored(Bytes rows) {
    for (int from = rows.from(); from < rows.to(); ) {
      int end = RowSplitter.end(rows.array(), from, rows.to());
      List<String> fields = RowSplitter.fields(rows.array(), from, end - 2);
      LOG.detail("apuesta_almacenada", "dni", fields.get(DOCUMENT), "numero", fields.get(NUMBER));
      from = end;
    }
  }
}
