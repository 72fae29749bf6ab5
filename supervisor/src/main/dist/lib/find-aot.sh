# Has `cache_of PROGRAM` set `cache` to the flags for a program's start-up cache, words without
# blanks. Read by the launchers after find-java.sh. A cache is for one Java, one place and one set of
# flags: with any other, it would be refused, and starting would take longer than without.

# What goes with a cache, also when it is made: it is mapped where it was made for, so that processes
# share its pages; no profiles are looked for in it, it has none; no code is made for the one method
# that the JDK calls by reflection, once; and the one thing that it would still look for in every jar is
# named. The name is the JDK's own on Linux.
with_cache="-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:-AOTReplayTraining"
with_cache="$with_cache -Djdk.reflect.useNativeAccessorOnly=true"
[ ! -e /proc/self/exe ] \
  || with_cache="$with_cache -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider"

cache_of() {
  cache=
  [ -z "${JAVA_OPTS:-}" ] && [ -r "$home/lib/aot/made-for" ] || return 0
  read -r made_for <"$home/lib/aot/made-for"
  # shellcheck disable=SC2154 # find-java.sh sets java
  [ "$made_for" != "$java $home" ] || cache="$with_cache -XX:AOTCache=$home/lib/aot/$1.aot"
}
