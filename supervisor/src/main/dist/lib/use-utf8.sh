# Has Java read and write the names of files, its arguments and its output as UTF-8 where the locale
# says nothing of it (LC_ALL=C, or none, as under cron), or names a UTF-8 that may not be installed.
# Otherwise Java would take them for ASCII and stop at `año.csv`. A locale with another charset stays.
# Read by the launchers. C.UTF-8 is part of every C library that Java 25 runs on.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
"" | C | POSIX | *.[Uu][Tt][Ff]8* | *.[Uu][Tt][Ff]-8*)
  LC_ALL=C.UTF-8
  export LC_ALL
  ;;
esac
