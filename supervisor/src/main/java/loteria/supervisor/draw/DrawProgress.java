package loteria.supervisor.draw;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import loteria.ipc.message.WorkerMessage.DrawStage;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the draw.
 *
 * @param finished the agencies that have finished
 * @param missing how many have not
 * @param firstMissing the first of those, in order: at most {@value #FIRST_MAX}
 * @param since when the last one finished, or the server started
 * @param closesAt when the intake closes by itself, or null
 * @param stage how far the draw is, by the ledger
 * @param awaitsNumber whether nobody has said which number wins
 * @param drawnAt when the winners were published, or null
 * @param winningNumber the number drawn; null before
 * @param winners how many bets of each agency won; null before
 */
public record DrawProgress(
    BitSet finished,
    int missing,
    List<Integer> firstMissing,
    Instant since,
    @Nullable Instant closesAt,
    DrawStage stage,
    boolean awaitsNumber,
    @Nullable Instant drawnAt,
    @Nullable Integer winningNumber,
    @Nullable WinnerCounts winners) {
  /** The most missing agencies that are listed. */
  public static final int FIRST_MAX = 1000;
}
