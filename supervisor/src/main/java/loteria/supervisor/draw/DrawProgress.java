package loteria.supervisor.draw;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the draw has come.
 *
 * @param missing the agencies that have not finished, in order
 * @param since when the last one of the others finished, or the server started
 * @param drawnAt when the winners were published, or null
 * @param winners how many bets of each agency won, those without any left out; null before
 */
public record DrawProgress(
    List<Integer> missing,
    Instant since,
    @Nullable Instant drawnAt,
    @Nullable Map<Integer, Integer> winners) {}
