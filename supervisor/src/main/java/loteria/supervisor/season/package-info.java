/** Which draws a server has held one after another, in a file beside their folders. */
package loteria.supervisor.season;
