# Makes Java read and write file names, its arguments and its output as UTF-8 if the locale
# names no charset (LC_ALL=C, or none, as under cron), or a UTF-8 locale that may not be installed.
# Otherwise Java would take them for ASCII and fail at `año.csv`. A locale with another charset stays.
# Sourced by the launchers. C.UTF-8 is part of every C library that Java 25 runs on.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
"" | C | POSIX | *.[Uu][Tt][Ff]8* | *.[Uu][Tt][Ff]-8*)
  LC_ALL=C.UTF-8
  export LC_ALL
  ;;
esac
