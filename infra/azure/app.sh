# shellcheck shell=bash
# The package of an application of one's own, for deploy.sh and smoke.sh.

# application_of DIR FILE: sets zip to the package that the Maven project has built, and writes the manifest that it prints.
application_of() {
    jar_of "$1"
    mkdir -p "$(dirname "$2")"
    java -cp "$jar" io.triskel.azure.hosting.AzureManifest >"$2" || fail "$zip prints no manifest" "The message above says why."
}

# jar_of DIR: sets zip, and jar to the classes in it, as the build left them.
jar_of() {
    local found=()
    needs java 17 'Install a JDK, 17 or newer: https://adoptium.net'
    mapfile -t found < <(find "$1/target" -maxdepth 1 -name '*-azure.zip' 2>/dev/null)
    [ ${#found[@]} -eq 1 ] || fail "$1/target has ${#found[@]} packages for Azure, not one" "Build it: (cd $1 && mvn -q -Pazure clean package)"
    zip=${found[0]} jar=$1/target/azure/functions.jar
    [ -f "$jar" ] || fail "$jar does not exist" "Build it as ./triskel new does: (cd $1 && mvn -q -Pazure clean package)"
}
