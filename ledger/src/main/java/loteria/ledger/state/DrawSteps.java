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
  private static final Verdict COUNTS = new Verdict.Counts();

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
    return switch (record) {
      case LogRecord.IntakeClosed() -> stage.closed() ? Verdict.closed(stage.seal()) : COUNTS;
      case LogRecord.Sealed(Seal _) when !stage.closed() -> early("the seal", "the closing");
      case LogRecord.Sealed(Seal _) -> stage.seal() == null ? COUNTS : again("the seal");
      case LogRecord.NumberDrawn(int _) when stage.seal() == null -> early("a number", "the seal");
      case LogRecord.NumberDrawn(int _) -> stage.number() == null ? COUNTS : again("a number");
      case LogRecord.Drawn(DrawRecord made) -> judge(made);
    };
  }

  /**
   * Where the number is a setting, there is no seal, and closed is only what an operator closes.
   */
  private Verdict judge(DrawRecord made) {
    Integer number = stage.number();
    return number == null || number == made.winningNumber()
        ? COUNTS
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
    switch (record) {
      case LogRecord.IntakeClosed() -> stage = DrawStage.CLOSED;
      case LogRecord.Sealed(Seal seal) -> stage = stage.with(seal);
      case LogRecord.NumberDrawn(int number) -> stage = stage.with(number);
      case LogRecord.Drawn(DrawRecord made) -> draw = made;
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
