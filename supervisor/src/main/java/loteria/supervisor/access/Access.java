package loteria.supervisor.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may read.
 *
 * @param hosts the hosts that requests may name
 * @param token what they must carry; null for nothing
 */
public record Access(HostNames hosts, @Nullable TokenFile token) {
  /** For every client that names an IP address or localhost. */
  public static Access open() {
    return new Access(new HostNames(List.of()), null);
  }
}
