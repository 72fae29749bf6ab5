package loteria.agency.submit;

import java.time.Duration;
import loteria.ipc.row.AgencyId;

/**
 * The central server's address, and the agency that speaks to it.
 *
 * @param draw the draw's name; empty for the current one
 * @param giveUpAfter how long to try without progress
 */
public record ServerAddress(
    String host, int port, AgencyId agency, String draw, Duration giveUpAfter) {}
