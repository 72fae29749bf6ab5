# The preparations of a launcher before it becomes Java. Sourced by the launchers.

# The next opened file would get the number of a closed standard stream, and output would go into that
# file: a jar, or the bets.
if [ -d /proc/self/fd ]; then
  [ -e /proc/self/fd/0 ] || exec </dev/null
  [ -e /proc/self/fd/1 ] || exec >/dev/null
  [ -e /proc/self/fd/2 ] || exec 2>/dev/null
fi

# Log rotation tools send SIGUSR1, which would end Java silently. The workers inherit that it is ignored.
trap '' USR1
