package loteria.agency.submit;

import java.time.Duration;
import java.util.List;
import loteria.ipc.row.AgencyId;
import loteria.ipc.tls.ClientTls;
import org.jspecify.annotations.Nullable;

/**
 * The servers that serve a draw, and the agency that speaks to one of them at a time.
 *
 * @param addresses at least one, each once
 * @param draw the draw's name; empty for the current one
 * @param giveUpAfter how long to try without progress
 * @param tls encrypts, or null where nothing is encrypted
 */
public record Servers(
    List<ServerAddress> addresses,
    AgencyId agency,
    String draw,
    Duration giveUpAfter,
    @Nullable ClientTls tls) {

  public Servers {
    addresses = List.copyOf(addresses);
  }

  /** Whether there is another one. */
  public boolean areSeveral() {
    return addresses.size() > 1;
  }

  /** The place of the server to begin with: agencies are spread by their numbers. */
  int first() {
    return agency.number() % addresses.size();
  }
}
