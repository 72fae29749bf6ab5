package loteria.supervisor.status;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that an auditor asks for later.
 *
 * @param at when
 * @param user who caused it; null where nobody did
 * @param action what, as in the console output
 * @param result {@code success} or {@code fail}
 * @param details by name, as in the console output
 */
public record Event(
    Instant at, @Nullable String user, String action, String result, Map<String, String> details) {}
