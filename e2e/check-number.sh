#!/bin/sh
# Ends with 2 and one line unless a number is whole and in its range: check-number.sh NAME VALUE MIN MAX
set -eu
name=$1 value=$2 min=$3 max=$4
case $value in
'' | *[!0-9]* | ????????*) ;;
*)
  # Without the zeros before it: a shell takes 08 for octal.
  digits=${value#"${value%%[!0]*}"}
  [ "${digits:-0}" -lt "$min" ] || [ "${digits:-0}" -gt "$max" ] || exit 0
  ;;
esac
echo "$name '$value' is not a whole number from $min to $max: try $name=$((min + 1))" >&2
exit 2
