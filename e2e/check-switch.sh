#!/bin/sh
# Ends with 2 and one line unless a value is 0 or 1: check-switch.sh NAME VALUE
set -eu
case $2 in
0 | 1) exit 0 ;;
esac
echo "$1 '$2' is neither 0 nor 1: try $1=1" >&2
exit 2
