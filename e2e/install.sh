#!/usr/bin/env bash
# Installs or uninstalls the built distribution:
#   install.sh install DISTRIBUTION PREFIX [DESTDIR]
#   install.sh uninstall PREFIX [DESTDIR]
# Everything goes below PREFIX, except that PREFIX=/usr has its settings in /etc. With DESTDIR all of it
# goes below that folder, as package builders need it, and nothing is run there.
set -euo pipefail
umask 022 # every user may run the programs; bets are not installed
here=$(cd "$(dirname "$0")/.." && pwd)

places() { # PREFIX DESTDIR
  case $1 in
    /*) ;;
    *) echo "install: PREFIX '$1' must begin with /" >&2; exit 2 ;;
  esac
  # Java splits its module path at colons, systemd and the start-up caches their flags at blanks.
  case $1 in
    *[[:space:]:\"\'\\\|\&%\$\;]*)
      echo "install: PREFIX '$1' must not contain blanks, colons, quotes or any of \\ | & % \$ ;" >&2
      exit 2 ;;
  esac
  prefix=${1%/} # the path at run time
  sysconfdir=$prefix/etc
  [ "$prefix" != /usr ] || sysconfdir=/etc
  root=$2$prefix # the path to write to
  home=$root/lib/loteria
  conf=$2$sysconfdir/loteria
  unit=$root/lib/systemd/system/loteria.service
  completions=$root/share/bash-completion/completions
  doc=$root/share/doc/loteria
}

install_all() { # DISTRIBUTION
  trap 'rm -rf "$home.new"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  rm -rf "$home.new" # a copy that was interrupted
  mkdir -p "$root/bin" "$home.new" "$conf" "${unit%/*}" "$completions" \
    "$doc/docs/decisions" "$doc/docs/model" "$doc/bench"
  cp -R "$1"/bin "$1"/lib "$1"/conf "$home.new"
  rm -rf "$home.new/lib/aot" "$home" # caches are for one path; jars of an old version must not stay
  mv "$home.new" "$home"
  for program in supervisor agency auditor; do
    ln -sf "../lib/loteria/bin/$program" "$root/bin/$program"
    install -m 644 "$1/share/bash-completion/$program" "$completions/$program"
  done
  for sample in "$1"/conf/*; do
    [ -e "$conf/${sample##*/}" ] || install -m 644 "$sample" "$conf"
  done
  sed -e "s|@PREFIX@|$prefix|g" -e "s|@SYSCONFDIR@|$sysconfdir|g" \
    "$1/share/systemd/loteria.service" >"$unit"
  chmod 644 "$unit"
  # In the folders that the links between them name.
  install -m 644 "$here"/*.md "$doc"
  install -m 644 "$here"/docs/*.md "$doc/docs"
  install -m 644 "$here"/docs/decisions/*.md "$doc/docs/decisions"
  install -m 644 "$here"/docs/model/exactly-once.pml "$doc/docs/model"
  install -m 644 "$here"/bench/results.md "$doc/bench"
}

# Changed files in conf stay, and so do bets, wherever they are.
uninstall_all() {
  for program in supervisor agency auditor; do
    [ "$(readlink "$root/bin/$program")" != "../lib/loteria/bin/$program" ] || rm "$root/bin/$program"
    rm -f "$completions/$program"
  done
  for sample in "$home"/conf/*; do
    if cmp -s "$sample" "$conf/${sample##*/}"; then
      rm "$conf/${sample##*/}"
    else
      echo "left, for it was changed: $conf/${sample##*/}"
    fi
  done
  rm -rf "$home" "$doc" "$unit"
  rmdir "$conf" 2>/dev/null || true
}

case ${1:-} in
  install)
    places "$3" "${4:-}"
    install_all "$2"
    if [ -n "${4:-}" ]; then
      echo "installed below $4; once it is in its place, $prefix/lib/loteria/lib/make-aot.sh"
      echo "makes the start-up caches: without them programs take twice as long to start"
    else
      "$home/lib/make-aot.sh"
      echo "installed: $prefix/bin/supervisor, $prefix/bin/agency, $prefix/bin/auditor; settings in $sysconfdir/loteria"
    fi ;;
  uninstall)
    places "$2" "${3:-}"
    uninstall_all ;;
  *)
    echo "usage: $0 install DISTRIBUTION PREFIX [DESTDIR] | uninstall PREFIX [DESTDIR]" >&2
    exit 2 ;;
esac
