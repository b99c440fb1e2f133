# shellcheck shell=bash
# The built package, for tests (bats): sets PACKAGE to its file, and builds it as deploy.sh does if it is missing. To be loaded by setup_file()
# with `. FOLDER/package.bash`.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
# shellcheck disable=SC2012 # names without surprises
PACKAGE=$(ls -t "$repository"/demo-order-pipeline/order-aws/target/{,quick/}order-aws.zip 2>/dev/null | head -n 1)
[ -n "$PACKAGE" ] || {
    "$repository/mvnw" -f "$repository/pom.xml" -q -Dquick -Dtriskel.out=target/quick -Dmaven.test.skip -pl demo-order-pipeline/order-aws -am package
    PACKAGE=$repository/demo-order-pipeline/order-aws/target/quick/order-aws.zip
}
export PACKAGE
