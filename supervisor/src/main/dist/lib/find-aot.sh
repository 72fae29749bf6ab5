# Defines `cache_of PROGRAM`, which sets `cache` to the flags for a program's start-up cache, words
# without blanks. The launchers source it after find-java.sh. A cache is for one Java, one path and one
# set of flags: with any other Java refuses it, and the start takes longer than without a cache.

# Flags for using and for making a cache: map it at its own address, so that processes share its pages;
# look for no profiles, because it has none; generate no code for the one method that the JDK calls by
# reflection; and name the selector provider, for which the JDK would search every jar. The name is the
# JDK's own on Linux.
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
