/** Shows how far an agency has come: a bar, or console lines. Depends on nothing of it. */
package loteria.agency.progress;
