# The preparations of a launcher before it becomes Java. Sourced by the launchers.

# The next opened file would get the number of a closed standard stream, and output would go into that
# file: a jar, or the bets.
if [ -d /proc/self/fd ]; then
  [ -e /proc/self/fd/0 ] || exec </dev/null
  [ -e /proc/self/fd/1 ] || exec >/dev/null
  [ -e /proc/self/fd/2 ] || exec 2>/dev/null
fi

# The programs set the mode of every file that they create. This is for what Java writes by itself, such as
# the report of a crash of its own, which has parts of the memory.
umask 077

# Log rotation tools send SIGUSR1, which would end Java silently. The workers inherit that it is ignored.
trap '' USR1
