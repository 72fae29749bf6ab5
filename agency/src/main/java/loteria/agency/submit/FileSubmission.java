package loteria.agency.submit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import loteria.agency.progress.Progress;
import loteria.agency.source.Batch;
import loteria.agency.source.Batcher;
import loteria.agency.source.Batching;
import loteria.agency.source.BetFile;
import loteria.agency.source.RefusedRows;
import loteria.ipc.codec.NativeDialect;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;
import loteria.ipc.row.RowDigest;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The submission of a file: sends its bets, finishes, and waits for the winners.
 *
 * <p>The server says where to continue: at the start, after an earlier run was interrupted, and
 * after every broken connection. Used once, by one thread.
 */
public final class FileSubmission {
  private static final ActionLog LOG = new ActionLog(FileSubmission.class);

  private final ServerClient server;
  private final BetFile file;
  private final RefusedRows refused;
  private final Batching batching;
  private final OnRefused onRefused;
  private final Progress progress;
  private final ByteBuffer[] frames;

  private @Nullable Course course;

  /** The state after the server's first WELCOME. */
  private static final class Course {
    final Batcher batcher;
    final Window window;
    long bets;
    final RowDigest.Running digest;
    boolean finished;

    Course(Batcher batcher, Window window, long bets, RowDigest.Running digest) {
      this.batcher = batcher;
      this.window = window;
      this.bets = bets;
      this.digest = digest;
    }
  }

  public FileSubmission(
      ServerClient server,
      BetFile file,
      RefusedRows refused,
      Batching batching,
      OnRefused onRefused,
      Progress progress) {
    this.server = server;
    this.file = file;
    this.refused = refused;
    this.batching = batching;
    this.onRefused = onRefused;
    this.progress = progress;
    this.frames = new ByteBuffer[batching.window()];
  }

  /**
   * Submits the file, over as many connections as it takes.
   *
   * @return the agency's winning documents
   * @throws Stopped if the process is asked to end before that
   */
  public Collection<String> submit() throws SubmissionFailed, Stopped {
    return server.converse(this::hold);
  }

  private Collection<String> hold(Reply.Welcome welcome)
      throws IOException, SubmissionFailed, Stopped {
    progress.connected(server.shownServer());
    Course known = course;
    if (known == null) {
      known = begin(welcome);
      course = known;
      server.movedOn();
    } else {
      resume(known, welcome);
    }
    if (welcome.state() != Reply.State.OPEN) {
      known.finished = true;
    } else {
      sendAll(known);
      beforeFinish(known);
      finish(known);
    }
    return new DrawWait(server, progress).winners();
  }

  private Course begin(Reply.Welcome welcome) throws SubmissionFailed {
    RowDigest.Running digest = new ResumeCheck(file, refused).passOver(welcome);
    long frameBytesMax =
        Math.min(batching.frameBytesMax(), (long) welcome.requestBytesMax() + Limits.HEADER_BYTES);
    var batcher =
        new Batcher(
            file,
            welcome.lastBatch() + 1,
            batching.rowsMax(),
            Math.max((int) frameBytesMax, Batcher.FRAME_BYTES_MIN));
    var window = new Window(batching.window(), welcome.lastBatch());
    progress.stored(welcome.bets(), file.bytesRead(), 0);
    return new Course(batcher, window, welcome.bets(), digest);
  }

  /** A server that has less than what was acknowledged, by itself or another, ends the run. */
  private void resume(Course course, Reply.Welcome welcome) throws SubmissionFailed {
    for (Batch stored : course.window.resume(welcome.lastBatch())) {
      stored(course, stored);
    }
    if (welcome.bets() != course.bets) {
      throw SubmissionFailed.contradiction(
          "counts " + welcome.bets() + " bets, this program " + course.bets);
    }
    if (welcome.digest() != course.digest.soFar().value()) {
      throw SubmissionFailed.contradiction(
          "has other bets of this agency than this program sent: does another one send for it?");
    }
    boolean isOpen = welcome.state() == Reply.State.OPEN;
    if (isOpen && course.finished) {
      throw SubmissionFailed.contradiction(
          "knows nothing of the end of this agency's bets, which was acknowledged");
    }
    if (!isOpen && (!course.window.isEmpty() || makeReady(course))) {
      throw SubmissionFailed.contradiction(
          welcome.state() == Reply.State.CLOSED
              ? ResumeCheck.closed(welcome)
              : "takes no more bets of this agency: " + course.bets + " are stored");
    }
  }

  private void sendAll(Course course) throws IOException, SubmissionFailed, Stopped {
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

  /** Cuts the next batch; returns false if there is none, or no room for it. */
  private boolean makeReady(Course course) throws SubmissionFailed {
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

  private void stored(Course course, Batch batch) {
    course.bets += batch.rows();
    Bytes rows = batch.request().content();
    course.digest.add(rows.array(), rows.from(), rows.to());
    if (LOG.isDetailed()) {
      LOG.detail("batch_enviado", "batch", batch.id(), "cantidad", batch.rows());
    }
    progress.stored(course.bets, file.bytesRead(), course.window.inFlight());
  }

  /** FINISH cannot be undone: warnings come before it. */
  private void beforeFinish(Course course) throws SubmissionFailed {
    if (file.corrections() > 0) {
      LOG.success("apuestas_corregidas", "cantidad", file.corrections());
    }
    if (refused.count() > 0 && onRefused == OnRefused.WAIT) {
      throw new SubmissionFailed(
          ExitCode.ROWS_REFUSED,
          refused.count()
              + " rows are refused, all others are stored: this agency has not finished. Correct"
              + " them in the file and start again; the list is "
              + refused.path());
    }
    if (course.bets == 0) {
      LOG.warn(
          "apuestas", "cantidad", 0, "error", "no bet to store: this agency finishes with none");
    }
  }

  private void finish(Course course) throws IOException, SubmissionFailed, Stopped {
    server.send(
        new Request.Finish(course.batcher.lastId(), course.bets, course.digest.soFar().value()));
    Reply reply = server.reply();
    if (!(reply instanceof Reply.Finished(int missing))) {
      throw ServerClient.unexpected(reply);
    }
    course.finished = true;
    server.movedOn();
    progress.finished(missing);
  }

  private void force() throws SubmissionFailed {
    try {
      refused.force();
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
  }
}
