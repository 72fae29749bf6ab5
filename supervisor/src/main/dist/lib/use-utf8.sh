# Makes Java use UTF-8 for file names, arguments and output if the locale names no charset (LC_ALL=C, or
# none, as under cron), or names a UTF-8 locale that may not be installed. Otherwise Java would use ASCII
# and fail at `año.csv`. A locale with another charset stays. The launchers source it. C.UTF-8 is part
# of every C library that Java 25 runs on.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
"" | C | POSIX | *.[Uu][Tt][Ff]8* | *.[Uu][Tt][Ff]-8*)
  LC_ALL=C.UTF-8
  export LC_ALL
  ;;
esac
