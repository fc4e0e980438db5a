#!/bin/sh
# The system libraries that Qt links to, on Debian and Ubuntu. Elsewhere Qt's own wheel is enough.
# `install_system_libraries.sh display` adds a virtual screen with a window manager, for the tests.
set -eu
command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || exit 0

# Ubuntu 24.04 renamed glib; the old name is what Debian 12 and Ubuntu 22.04 have.
glib=libglib2.0-0
if apt-cache show libglib2.0-0t64 2>/dev/null | grep -q '^Package:'; then
    glib=libglib2.0-0t64
fi

base="libegl1 libgl1 libx11-6 libxkbcommon0 libdbus-1-3 libfontconfig1 libfreetype6 $glib zlib1g libzstd1"
window="libx11-xcb1 libxcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0
    libxcb-xkb1 libxkbcommon-x11-0"
screen=""
if [ "${1:-}" = display ]; then
    screen="xvfb openbox xdotool"
fi
exec sh "$(dirname "$0")/apt_install.sh" $base $window $screen
