# shellcheck shell=bash
# The package of an application of one's own, for deploy.sh and smoke.sh.
# shellcheck disable=SC2154 # own_zip sets zip

# application_of DIR FILE: sets zip to the package that the Maven project has built, and writes the manifest that it prints.
application_of() {
    jar_of "$1"
    mkdir -p "$(dirname "$2")"
    java -cp "$jar" io.triskel.azure.hosting.AzureManifest >"$2" || fail "$zip prints no manifest" "The message above says why."
    own_manifest "$2"
}

# jar_of DIR: sets zip, and jar to the classes in it, as the build left them.
jar_of() {
    own_zip "$1" azure Azure
    jar=$1/target/azure/functions.jar
    [ -f "$jar" ] || fail "$jar does not exist" "Build it as ./triskel new does: (cd $1 && mvn -q -Pazure clean package)"
}
