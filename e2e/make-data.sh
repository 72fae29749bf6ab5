#!/bin/sh
# Writes each of .data/agency-1.csv … agency-N.csv that does not exist: make-data.sh N AGENCY...
# AGENCY is the command that runs the agency program. The files are the same each time.
set -eu
agencies=$1
shift

bets_and_winners() {
  case $1 in
  1) echo 27000 2 ;;
  2) echo 25500 3 ;;
  3) echo 16000 3 ;;
  4) echo 9200 2 ;;
  5) echo 1000 0 ;;
  *) echo 1000 $(($1 % 4)) ;;
  esac
}

mkdir -p .data
file=
trap '[ -z "$file" ] || rm -f "$file.part"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
agency=1
while [ "$agency" -le "$agencies" ]; do
  file=.data/agency-$agency.csv
  if [ ! -e "$file" ]; then
    # shellcheck disable=SC2046 # two words
    set -- $(bets_and_winners "$agency") "$@"
    bets=$1 winners=$2
    shift 2
    "$@" generate --bets "$bets" --seed "$agency" --winners "$winners" >"$file.part"
    mv "$file.part" "$file"
    echo "made $file: $bets bets, $winners winners"
  fi
  agency=$((agency + 1))
done
