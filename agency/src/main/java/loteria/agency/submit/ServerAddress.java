package loteria.agency.submit;

import java.time.Duration;
import loteria.ipc.row.AgencyId;
import loteria.ipc.tls.ClientTls;
import org.jspecify.annotations.Nullable;

/**
 * The central server's address, and the agency that speaks to it.
 *
 * @param draw the draw's name; empty for the current one
 * @param giveUpAfter how long to try without progress
 * @param tls encrypts, or null where nothing is encrypted
 */
public record ServerAddress(
    String host,
    int port,
    AgencyId agency,
    String draw,
    Duration giveUpAfter,
    @Nullable ClientTls tls) {}
