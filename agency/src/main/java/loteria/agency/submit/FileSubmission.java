package loteria.agency.submit;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import loteria.agency.progress.Progress;
import loteria.agency.receipt.ReceiptFile;
import loteria.agency.source.Batch;
import loteria.agency.source.Batcher;
import loteria.agency.source.Batching;
import loteria.agency.source.BetFile;
import loteria.agency.source.LateRows;
import loteria.agency.source.RefusedRows;
import loteria.agency.source.StoredRows;
import loteria.ipc.logging.ActionLog;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.runtime.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The submission of a file: sends its bets, finishes, and waits for the winners.
 *
 * <p>The server says where to continue: at the start, after an earlier run was interrupted, and
 * after every broken connection. It also says when it takes nothing more: then the rows that are
 * not stored are listed as late, and the agency waits for the winners of those that are. Used once,
 * by one thread.
 */
public final class FileSubmission {
  private static final ActionLog LOG = new ActionLog(FileSubmission.class);
  private static final Duration SEAL_PATIENCE = Duration.ofSeconds(3);

  private final ServerClient server;
  private final BetFile file;
  private final RefusedRows refused;
  private final ReceiptFile receipt;
  private final Batching batching;
  private final OnRefused onRefused;
  private final Progress progress;
  private final Sending sending;
  private final EndOfIntake endOfIntake = new EndOfIntake();

  private @Nullable Course course;
  private @Nullable Bytes seal;

  /** Whether the server has made the draw without a seal. */
  private boolean isWithoutSeal;

  private long late;

  public FileSubmission(
      ServerClient server,
      BetFile file,
      RefusedRows refused,
      ReceiptFile receipt,
      Batching batching,
      OnRefused onRefused,
      Progress progress) {
    this.server = server;
    this.file = file;
    this.refused = refused;
    this.receipt = receipt;
    this.batching = batching;
    this.onRefused = onRefused;
    this.progress = progress;
    this.sending = new Sending(server, file, refused, progress, batching.window());
  }

  /**
   * Submits the file, over as many connections as it takes.
   *
   * @return the agency's winning documents
   * @throws Stopped if the process is asked to end before that
   */
  public Collection<String> submit() throws SubmissionFailed, Stopped {
    while (true) {
      try {
        return server.converse(this::hold);
      } catch (ServerRefused e) {
        endOfIntake.report(e);
      }
    }
  }

  /**
   * Writes the receipt with the seal, if the server has one: after the winners are printed. A draw
   * that is made and has no seal needs no receipt.
   */
  public void completeReceipt() {
    Course ended = course;
    if (ended != null && !isWithoutSeal) {
      write(ended, seal);
    }
  }

  /** How many rows came too late. */
  public long late() {
    return late;
  }

  private Collection<String> hold(Reply.Welcome welcome)
      throws IOException, SubmissionFailed, Stopped {
    progress.connected(server.shownServer());
    boolean isClosed = endOfIntake.isClosed(welcome.state());
    Course known = course;
    if (known == null) {
      known = begin(welcome, isClosed);
      course = known;
      server.movedOn();
    } else {
      resume(known, welcome, isClosed);
    }
    if (isClosed) {
      close(known);
    } else if (welcome.state() != Reply.State.OPEN) {
      known.finished = true;
    } else {
      sending.sendAll(known);
      beforeFinish(known);
      finish(known);
    }
    Course ended = known;
    Collection<String> winners = new DrawWait(server, progress, () -> write(ended, null)).winners();
    askForSeal();
    return winners;
  }

  private void write(Course course, @Nullable Bytes knownSeal) {
    receipt.write(
        course.window.acknowledged(), course.stored.count(), course.stored.sha256(), knownSeal);
  }

  private Course begin(Reply.Welcome welcome, boolean isClosed) throws SubmissionFailed {
    StoredRows stored = new ResumeCheck(file, refused).passOver(welcome, isClosed);
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
    return new Course(batcher, window, stored);
  }

  /** A server that has less than what was acknowledged, by itself or another, ends the run. */
  private void resume(Course course, Reply.Welcome welcome, boolean isClosed)
      throws SubmissionFailed {
    for (Batch stored : course.window.resume(welcome.lastBatch())) {
      sending.stored(course, stored);
      course.closed = false;
    }
    if (welcome.bets() != course.stored.count()) {
      throw SubmissionFailed.contradiction(
          "counts " + welcome.bets() + " bets, this program " + course.stored.count());
    }
    if (welcome.digest() != course.stored.digest().value()) {
      throw SubmissionFailed.contradiction(
          "has other bets of this agency than this program sent: does another one send for it?");
    }
    if (isClosed) {
      return;
    }
    boolean isOpen = welcome.state() == Reply.State.OPEN;
    if (isOpen && (course.finished || course.closed)) {
      throw SubmissionFailed.contradiction(
          "knows nothing of the end of this agency's bets, which was acknowledged");
    }
    if (!isOpen && (!course.window.isEmpty() || sending.makeReady(course))) {
      throw SubmissionFailed.contradiction(
          "takes no more bets of this agency: " + course.stored.count() + " are stored");
    }
  }

  /** The rows that are not stored are listed as late. */
  private void close(Course course) throws SubmissionFailed {
    if (course.closed) {
      return;
    }
    LateRows rows = file.lateRows();
    try {
      late = rows.write(course.stored.count(), course.stored.digest());
    } catch (IOException e) {
      throw SubmissionFailed.ofFile(e);
    }
    course.closed = true;
    server.movedOn();
    if (late > 0) {
      LOG.fail(
          "apuestas_tarde",
          "cantidad",
          late,
          "stored",
          course.stored.count(),
          "file",
          rows.path(),
          "error",
          late
              + " bets came too late: nothing more is taken of this agency, and they are not in"
              + " this draw; those that are stored take part");
    }
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
    if (course.stored.count() == 0) {
      LOG.warn(
          "apuestas", "cantidad", 0, "error", "no bet to store: this agency finishes with none");
    }
  }

  private void finish(Course course) throws IOException, SubmissionFailed, Stopped {
    server.send(
        new Request.Finish(
            course.batcher.lastId(), course.stored.count(), course.stored.digest().value()));
    Reply reply = server.reply();
    if (!(reply instanceof Reply.Finished(int missing))) {
      throw ServerClient.unexpected(reply);
    }
    course.finished = true;
    server.movedOn();
    progress.finished(missing);
  }

  /**
   * Asks for the seal. The last request, because a server that does not know it closes the
   * connection; the winners are here, so no failure ends the run.
   */
  private void askForSeal() {
    try {
      server.send(new Request.Seal());
      Reply reply = server.reply(SEAL_PATIENCE);
      if (reply instanceof Reply.Sealed(Bytes known)) {
        seal = known;
      } else {
        isWithoutSeal = reply instanceof Reply.Pending;
        LOG.detail("seal", "reply", reply);
      }
    } catch (IOException | SubmissionFailed e) {
      LOG.detail("seal", "error", e);
    }
  }
}
