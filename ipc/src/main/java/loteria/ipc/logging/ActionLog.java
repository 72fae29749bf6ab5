package loteria.ipc.logging;

import java.util.ArrayList;
import java.util.List;
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
  private static volatile @Nullable Listener listener;

  private final Logger logger;

  /** Something that is given all that is logged, whatever the log level. */
  public interface Listener {
    /**
     * Something was logged; called by the thread that does.
     *
     * @param result {@code success}, {@code fail} or {@code in_progress}
     * @param keyValues in turn, as they are printed
     */
    void logged(String action, String result, List<String> keyValues);
  }

  public ActionLog(Class<?> owner) {
    logger = Logging.logger(owner);
  }

  /** Has a listener be given all that this process logs from now on; null ends that. */
  public static void listen(@Nullable Listener newListener) {
    listener = newListener;
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
    Listener listening = listener;
    if (listening != null && level != Level.DEBUG) {
      listening.logged(action, result, texts(keyValues));
    }
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

  private static List<String> texts(@Nullable Object... keyValues) {
    List<String> texts = new ArrayList<>(keyValues.length);
    for (Object one : keyValues) {
      texts.add(Excerpt.of(String.valueOf(one)));
    }
    return texts;
  }
}
