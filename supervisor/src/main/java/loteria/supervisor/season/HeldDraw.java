package loteria.supervisor.season;

import java.time.Instant;
import loteria.supervisor.status.PastDraw;
import org.jspecify.annotations.Nullable;

/**
 * A draw of a season.
 *
 * @param closesAt when its intake closes by itself, or null
 * @param past what became of it; null for the current draw
 */
public record HeldDraw(String name, @Nullable Instant closesAt, @Nullable PastDraw past) {}
