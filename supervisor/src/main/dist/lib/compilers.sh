# Defines `compilers FLAG VARIABLE CONFIG ARGUMENT...`, which sets `compilers` to the flags that choose the
# JVM's compilers, words without blanks. Sourced by the launchers. The first compiler alone starts faster and
# takes less memory; but only the second one makes AES fast, some sixty times, so a program that speaks TLS
# has both. A program speaks TLS if its arguments have FLAG, the environment has VARIABLE, or the file that
# --config or the variable CONFIG names has a line that sets the flag.

compilers() {
  flag=$1 variable=$2 config=$3
  shift 3
  compilers="-XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=1000"
  compilers="$compilers -XX:Tier3MinInvocationThreshold=500 -XX:Tier3CompileThreshold=5000"
  eval "tls=\${$variable:-} file=\${$config:-}"
  previous=
  for word; do
    case $word in "--$flag" | "--$flag="*) tls=true ;; --config=*) file=${word#--config=} ;; esac
    [ "$previous" != --config ] || file=$word
    previous=$word
  done
  if [ -z "$tls" ] && [ -f "$file" ] && [ -r "$file" ] \
    && grep -qE "^[[:blank:]]*($flag|$variable)[[:blank:]]*[=:][[:blank:]]*[^[:blank:]]" "$file"; then
    tls=true
  fi
  [ -z "$tls" ] || [ "$tls" = false ] || compilers=
}
