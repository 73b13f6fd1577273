#!/bin/sh
# Debian packages that the tests need (a browser, Chinese fonts, shaped letters, a PostgreSQL server): installs what is missing.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
fc-list 2>/dev/null | grep -q NotoSansCJK || missing="$missing fonts-noto-cjk fontconfig"
ldconfig -p 2>/dev/null | grep -q libfribidi || missing="$missing libfribidi0"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
as=""
[ "$(id -u)" = 0 ] || as="sudo"
echo "installing:$missing"
$as apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends $missing
