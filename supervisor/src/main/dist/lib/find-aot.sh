# Defines `cache_of PROGRAM`, which sets `cache` to the flags for a program's start-up cache, words without
# blanks. Read by the launchers after find-java.sh. A cache is for one Java, one place and one set of
# flags: with any other, it would be refused, and starting would take longer than without.

# The flags for using and for making a cache: it is mapped at its preferred address, so that processes
# share its pages; profiles are off, because it has none; no code is generated for the one method
# that the JDK calls by reflection, once; and the one provider that it would still search every jar for is
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
