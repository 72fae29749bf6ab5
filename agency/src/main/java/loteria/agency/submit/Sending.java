package loteria.agency.submit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import loteria.agency.progress.Progress;
import loteria.agency.source.Batch;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Reply;
import loteria.ipc.row.BadRow;
import loteria.ipc.runtime.ExitCode;

/** The sending of a file's batches, until each is acknowledged. Used by one thread. */
final class Sending {
  private static final ActionLog LOG = new ActionLog(Sending.class);

  private final ServerClient server;
  private final BetFile file;
  private final RefusedRows refused;
  private final Progress progress;
  private final ByteBuffer[] frames;

  /**
   * @param window most batches in flight
   */
  Sending(ServerClient server, BetFile file, RefusedRows refused, Progress progress, int window) {
    this.server = server;
    this.file = file;
    this.refused = refused;
    this.progress = progress;
    this.frames = new ByteBuffer[window];
  }

  /** Returns once every row is stored or refused. */
  void sendAll(Course course) throws IOException, SubmissionFailed, Stopped {
    while (true) {
      for (Reply reply = server.arrivedReply(); reply != null; reply = server.arrivedReply()) {
        take(course, reply);
      }
      if (server.stopping()) {
        letInFlightFinish(course);
      }
      boolean sent = send(course.window);
      if (!sent && !makeReady(course)) {
        if (course.window.isEmpty()) {
          return;
        }
        take(course, server.replyInFlight());
      }
    }
  }

  /** Cuts the next batch; returns false if there is none, or no room for it. */
  boolean makeReady(Course course) throws SubmissionFailed {
    if (!course.window.hasRoom() || course.batcher.ended()) {
      return false;
    }
    try {
      Batch batch = course.batcher.next();
      if (batch != null) {
        course.window.add(batch);
      }
      return batch != null;
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
  }

  /** A batch turned out to be stored. */
  void stored(Course course, Batch batch) {
    Bytes rows = batch.request().content();
    course.stored.add(rows.array(), rows.from(), rows.to(), batch.rows());
    if (LOG.isDetailed()) {
      LOG.detail("batch_enviado", "batch", batch.id(), "cantidad", batch.rows());
    }
    progress.stored(course.stored.count(), file.bytesRead(), course.window.inFlight());
  }

  /** Sends what may be sent; returns false if there is nothing. */
  private boolean send(Window window) throws IOException, SubmissionFailed {
    int count = 0;
    for (Batch batch = window.send(); batch != null; batch = window.send()) {
      frames[count++] = NativeDialect.encode(batch.request());
    }
    if (count == 0) {
      return false;
    }
    force();
    server.send(frames, count);
    return true;
  }

  private void letInFlightFinish(Course course) throws IOException, SubmissionFailed, Stopped {
    while (course.window.inFlight() > 0) {
      take(course, server.replyInFlight());
    }
    throw new Stopped();
  }

  private void take(Course course, Reply reply) throws IOException, SubmissionFailed {
    if (reply instanceof Reply.Ack(long id, int _)) {
      Batch stored = course.window.acknowledge(id);
      if (stored != null) {
        stored(course, stored);
      }
      server.movedOn();
    } else if (reply instanceof Reply.Refused(long id, List<BadRow> badRows)) {
      Batch batch = course.window.refuse(id);
      if (!badRows.isEmpty()) {
        course.window.replace(corrected(batch, badRows));
      }
    } else {
      throw ServerClient.unexpected(reply);
    }
  }

  /** The bad rows are on the list, forced to disk, before the rest of their batch is sent again. */
  private Batch corrected(Batch batch, List<BadRow> badRows) throws SubmissionFailed {
    try {
      for (Batch.RefusedRow row : batch.refused(badRows)) {
        refused.add(row.line(), row.reason(), row.fields());
      }
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    } catch (IllegalArgumentException e) {
      throw new SubmissionFailed(ExitCode.SERVER_REFUSED, String.valueOf(e.getMessage()));
    }
    force();
    return batch.without(badRows);
  }

  private void force() throws SubmissionFailed {
    try {
      refused.force();
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
  }
}
