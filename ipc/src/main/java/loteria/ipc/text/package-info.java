/** Text from outside, made fit to be shown. Depends on nothing. */
package loteria.ipc.text;
