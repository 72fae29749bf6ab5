/**
 * Who may read the page and the metrics: a request must name this server in its Host, and, if there
 * is a token, carry it or the cookie that the login form gives for it. Everything else is refused
 * before {@code web} sees it. Uses {@code http} and knows nothing of what is served.
 *
 * <p>The token is in no log line, response or metric.
 */
package loteria.supervisor.access;
