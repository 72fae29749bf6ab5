package loteria.ipc.logging;

import loteria.ipc.text.Excerpt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A log of actions: lines of one form, {@code action: NAME | result: success|fail|in_progress |
 * key: value | …}.
 *
 * <p>Keys and values alternate in the arguments. A value is written as its {@link Excerpt}, so that
 * text from a peer is cut and breaks no line, and with {@code /} for {@code |}, so that it breaks
 * no field.
 */
public final class ActionLog {
  private final Logger logger;

  public ActionLog(Class<?> owner) {
    logger = Logging.logger(owner);
  }

  /** Something succeeded. */
  public void success(String action, @Nullable Object... keyValues) {
    write(Level.INFO, action, "success", keyValues);
  }

  /** Something succeeded that matters only when debugging. */
  public void detail(String action, @Nullable Object... keyValues) {
    write(Level.DEBUG, action, "success", keyValues);
  }

  /** Whether {@link #detail} writes anything; checked before work is done only for it. */
  public boolean isDetailed() {
    return logger.isDebugEnabled();
  }

  /** Something is in progress. */
  public void progress(String action, @Nullable Object... keyValues) {
    write(Level.INFO, action, "in_progress", keyValues);
  }

  /** A peer or a worker failed, and this program handles it. */
  public void warn(String action, @Nullable Object... keyValues) {
    write(Level.WARN, action, "fail", keyValues);
  }

  /** Something failed that a person must know of. */
  public void fail(String action, @Nullable Object... keyValues) {
    write(Level.ERROR, action, "fail", keyValues);
  }

  private void write(Level level, String action, String result, @Nullable Object... keyValues) {
    if (!logger.isEnabledForLevel(level)) {
      return;
    }
    var line = new StringBuilder(96);
    line.append("action: ").append(action).append(" | result: ").append(result);
    for (int i = 0; i + 1 < keyValues.length; i += 2) {
      line.append(" | ").append(keyValues[i]).append(": ");
      line.append(Excerpt.of(String.valueOf(keyValues[i + 1])).replace('|', '/'));
    }
    logger.atLevel(level).log(line.toString());
  }
}
