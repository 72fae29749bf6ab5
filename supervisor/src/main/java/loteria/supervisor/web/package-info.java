/**
 * The live page, its events, and the metrics. Knows {@code http} and {@code status}, whose
 * snapshots it reads; it takes no lock that serving agencies takes, so the slowest browser delays
 * nobody but itself. No document of a person is ever in here.
 */
package loteria.supervisor.web;
