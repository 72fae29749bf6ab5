package loteria.supervisor.status;

import org.jspecify.annotations.Nullable;

/**
 * A draw that was held before the current one.
 *
 * @param bets how many were stored
 * @param seal 64 hexadecimal digits; null if it was not sealed, because its number was set before
 * @param winningNumber the number drawn
 * @param winners how many bets won
 */
public record PastDraw(
    String name, long bets, @Nullable String seal, int winningNumber, int winners) {}
