# Prepares the process for Java. The launchers source it.

# The next opened file would get the number of a closed standard stream, and output would go into that
# file: a jar, or the bets.
if [ -d /proc/self/fd ]; then
  [ -e /proc/self/fd/0 ] || exec </dev/null
  [ -e /proc/self/fd/1 ] || exec >/dev/null
  [ -e /proc/self/fd/2 ] || exec 2>/dev/null
fi

# Log rotation often sends USR1, which would end Java without a message. The workers inherit this.
trap '' USR1
