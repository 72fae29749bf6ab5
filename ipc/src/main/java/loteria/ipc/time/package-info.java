/** The time of day where this process runs. Depends on nothing of ours. */
package loteria.ipc.time;
