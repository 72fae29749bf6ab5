/** Text from outside, made safe to show. Depends on nothing. */
package loteria.ipc.text;
