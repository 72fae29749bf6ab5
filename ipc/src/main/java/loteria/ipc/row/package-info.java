/**
 * A bet and its one written form, the row: made, checked and split here only. Depends on nothing
 * but the JDK; every other package may depend on it.
 */
package loteria.ipc.row;
