#!/bin/sh
# Makes the virtual environment: make_environment.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Backprop Lab needs Python 3.11 or newer; '$python' is not. Try: make PYTHON=python3.12 run" >&2
    exit 1
fi
# Debian and Ubuntu ship Python without venv's pip; the package brings it.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    sh "$(dirname "$0")/apt_install.sh" python3-venv
fi
"$python" -m venv "$folder"
