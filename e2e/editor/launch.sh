#!/bin/sh
# An executable, as the runner of extension tests wants one, that runs launch.ts under the pinned Node.
here="$(dirname "$(readlink -f "$0")")"
exec "$here/../../node_modules/.bin/node" "$here/launch.ts" "$@"
