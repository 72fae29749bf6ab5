package loteria.agency.submit;

import java.time.Duration;
import loteria.ipc.row.AgencyId;

/**
 * Where the central server is, and as whom it is spoken to.
 *
 * @param draw the draw's name; empty for the current one
 * @param giveUpAfter how long to try without anything moving on
 */
public record ServerAddress(
    String host, int port, AgencyId agency, String draw, Duration giveUpAfter) {}
