package loteria.ledger.state;

import java.util.Objects;
import java.util.function.Consumer;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import org.jspecify.annotations.Nullable;

/**
 * How far the draw is, as the records say: its intake closes, what is stored is sealed, the number
 * is drawn, the winners are recorded. A record counts only at its place. Used by the ledger's
 * thread alone.
 *
 * <pre>
 *   OPEN ──▶ IntakeClosed ──▶ Sealed ──▶ NumberDrawn ──▶ Drawn
 *     └─────────────┴── the number is a setting ──────────────▲
 * </pre>
 */
final class DrawSteps {
  private DrawStage stage = DrawStage.OPEN;
  private @Nullable DrawRecord draw;

  /** How far it is before its winners are recorded. */
  DrawStage stage() {
    return stage;
  }

  /** The draw, once it has been made. */
  @Nullable DrawRecord draw() {
    return draw;
  }

  /** Whether no bet counts any more. */
  boolean isOver() {
    return stage.closed() || draw != null;
  }

  /** What a record would count for. */
  Verdict judge(LogRecord.OfDraw record) {
    if (draw != null) {
      return Verdict.drawn();
    }
    if (record instanceof LogRecord.Drawn(DrawRecord made)) {
      return judge(made);
    }
    if (record instanceof LogRecord.IntakeClosed) {
      return stage.closed() ? Verdict.closed(stage.seal()) : Verdict.COUNTS;
    }
    if (record instanceof LogRecord.Sealed) {
      Verdict inOrder = stage.seal() == null ? Verdict.COUNTS : again("the seal");
      return stage.closed() ? inOrder : early("the seal", "the closing");
    }
    Verdict inOrder = stage.number() == null ? Verdict.COUNTS : again("a number");
    return stage.seal() == null ? early("a number", "the seal") : inOrder;
  }

  /**
   * Where the number is a setting, there is no seal, and closed is only what an operator closes.
   */
  private Verdict judge(DrawRecord made) {
    Integer number = stage.number();
    return number == null || number == made.winningNumber()
        ? Verdict.COUNTS
        : new Verdict.Fails(ErrorCode.MALFORMED, "the draw is of another number than was drawn");
  }

  private static Verdict early(String what, String before) {
    return new Verdict.Fails(ErrorCode.MALFORMED, what + " comes before " + before);
  }

  private static Verdict again(String what) {
    return new Verdict.Fails(ErrorCode.MALFORMED, what + " comes a second time");
  }

  /** Takes in a record that counts. */
  void change(LogRecord.OfDraw record) {
    if (record instanceof LogRecord.Drawn(DrawRecord made)) {
      draw = made;
    } else if (record instanceof LogRecord.Sealed(Seal seal)) {
      stage = stage.with(seal);
    } else if (record instanceof LogRecord.NumberDrawn(int number)) {
      stage = stage.with(number);
    } else {
      stage = DrawStage.CLOSED;
    }
  }

  /** Gives the records that say all of this. */
  void snapshot(Consumer<LogRecord> out) {
    if (stage.closed()) {
      out.accept(new LogRecord.IntakeClosed());
    }
    if (stage.seal() != null) {
      out.accept(new LogRecord.Sealed(stage.seal()));
    }
    if (stage.number() != null) {
      out.accept(new LogRecord.NumberDrawn(Objects.requireNonNull(stage.number())));
    }
    if (draw != null) {
      out.accept(new LogRecord.Drawn(draw));
    }
  }

  /** How many records those are. */
  int records() {
    return stage.steps() + (draw == null ? 0 : 1);
  }
}
