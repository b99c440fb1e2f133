# shellcheck shell=bash
# AWS's schemas of CloudFormation, for tests (bats): sets SCHEMAS to their file, which comes from npm once and is kept, since it is some
# megabytes. To be loaded by setup_file() with `. FOLDER/schemas.bash`.

SCHEMAS=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)/target/aws-service-spec-0.1.216.json.gz
export SCHEMAS
[ -s "$SCHEMAS" ] || {
    cd "$BATS_FILE_TMPDIR" || exit
    npm pack --silent @aws-cdk/aws-service-spec@0.1.216
    tar -xzf aws-cdk-aws-service-spec-0.1.216.tgz package/db.json.gz
    mkdir -p "${SCHEMAS%/*}"
    mv package/db.json.gz "$SCHEMAS"
}
