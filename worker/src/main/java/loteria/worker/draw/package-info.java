/**
 * The draw's rule, and the search for winners in a range of the bet file. Depends on nothing else
 * of the worker.
 */
package loteria.worker.draw;
