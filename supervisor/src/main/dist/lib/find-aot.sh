# Has `cache_of PROGRAM` set `cache` to the flag for a program's start-up cache. Read by the launchers
# after find-java.sh. A cache is for one Java, one place and one set of flags: with any other, it
# would be refused, and starting would take longer than without.

cache_of() {
  cache=
  [ -z "${JAVA_OPTS:-}" ] && [ -r "$home/lib/aot/made-for" ] || return 0
  read -r made_for <"$home/lib/aot/made-for"
  # shellcheck disable=SC2154 # find-java.sh sets java
  [ "$made_for" != "$java $home" ] || cache=-XX:AOTCache=$home/lib/aot/$1.aot
}
