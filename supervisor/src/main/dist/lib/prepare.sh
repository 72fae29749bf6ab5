# The preparations of a launcher before it becomes Java. Sourced by the launchers.

# A standard stream that is closed would give its number to the next file that is opened, and what
# is printed would go into that file: a jar, or the bets.
if [ -d /proc/self/fd ]; then
  [ -e /proc/self/fd/0 ] || exec </dev/null
  [ -e /proc/self/fd/1 ] || exec >/dev/null
  [ -e /proc/self/fd/2 ] || exec 2>/dev/null
fi

# Log rotation tools send SIGUSR1, which would end Java silently. The workers inherit that it is ignored.
trap '' USR1
