#!/usr/bin/env bash
# Builds the image of a target's workers from the built modules. Run ./mvnw -Dquick -DskipTests package first.
#
#   infra/loadtest/image.sh --target aws --tag registry.example.org/triskel-load-aws:1
#
#   --target TARGET   aws, azure, gcp, memory or noop
#   --tag TAG         the image's name; you push it
#   --tool TOOL       docker (default), podman or another with the same options
#   --layout          only lay out the image's files, and print the folder
#   --dry-run         print the commands, and run nothing
#   --help
#
# Exit codes: 0 done, 1 failed, 2 wrong usage.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
read_options 'target= tag= tool= layout dry-run' "$@"
matches target 'aws|azure|gcp|memory|noop' 'aws, azure, gcp, memory or noop'
[ -n "${option[target]:-}" ] || misused "--target is missing"
[ -n "${option[tag]:-}" ] || given layout || misused "--tag is missing"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=${option[target]} tool=${option[tool]:-docker}
case $target in
noop) module=loadtest/load-run ;;
memory) module=loadtest/load-orders ;;
*) module=loadtest/target-$target ;;
esac
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
out=$project/target/load-image/$target

# lay_out MODULE: copies its classes and libraries, and writes the new class path. Libraries with the same name are shared.
lay_out() {
    local built=$project/$1/target into=$out/triskel/$1/target entry name path=''
    if [ ! -d "$built/classes" ] || [ ! -r "$built/runtime.classpath" ]; then
        fail "$1 is not built" "./mvnw -Dquick -DskipTests -Dlocal-clouds package -pl $1 -am"
    fi
    mkdir -p "$into" "$out/triskel/lib"
    cp -R "$built/classes" "$into/classes"
    while IFS= read -r entry; do
        if [ -d "$entry" ]; then
            # A module of this repository: copy its classes.
            name=$(basename "$(dirname "$(dirname "$entry")")")
            [ -d "$out/triskel/lib/$name" ] || cp -R "$entry" "$out/triskel/lib/$name"
        else
            name=$(basename "$entry")
            [ ! -e "$out/triskel/lib/$name" ] || cmp -s "$entry" "$out/triskel/lib/$name" ||
                fail "two libraries of $1 are named $name" "Extend $0 so that each gets its own name in the image."
            cp "$entry" "$out/triskel/lib/$name"
        fi
        path=$path${path:+:}/triskel/lib/$name
    done < <(tr ':' '\n' <"$built/runtime.classpath" | sed '/^$/d')
    printf '%s' "$path" >"$into/runtime.classpath"
}

step "Laying out the image"
if ! given dry-run; then
    rm -rf "$out"
    lay_out cli
    lay_out "$module"
    cp "$here/image/Dockerfile" "$here/image/worker.sh" "$out"
fi
if given layout; then
    printf '%s\n' "$out"
    exit 0
fi

step "Building the image"
commit=$(git -C "$project" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$project" status --porcelain --untracked-files=no 2>/dev/null)" ] || commit=$commit+
given dry-run || command -v "$tool" >/dev/null || fail "$tool is not installed" "https://docs.docker.com/engine/install/, or --tool podman"
change "$tool" build --build-arg "TARGET=$target" --build-arg "COMMIT=$commit" --tag "${option[tag]}" "$out"
note "next: $tool push ${option[tag]}"
