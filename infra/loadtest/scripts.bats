#!/usr/bin/env bats
# What the scripts run: with tools that note their command lines, and answer as a cluster, a project or an account in which all goes well.
# shellcheck disable=SC2016,SC2154 # stderr is set by run
bats_require_minimum_version 1.5.0

setup() {
    # shellcheck source-path=SCRIPTDIR
    . "$BATS_TEST_DIRNAME/../checks/scripts.bash"
    tools kubectl terraform gcloud aws
    loadtest=$BATS_TEST_DIRNAME
    # A copy, so that nothing is left behind.
    root=$BATS_TEST_TMPDIR/tree
    mkdir -p "$root/infra/aws" "$root/infra/gcp" "$root/loadtest/load-plan/src/main/resources/io/triskel/load/size"
    cp -r "$loadtest" "$loadtest/../lib" "$root/infra"
    cp "$loadtest/../aws/stack.sh" "$root/infra/aws"
    cp "$loadtest/../gcp/project.sh" "$root/infra/gcp"
    cp "$loadtest"/../../loadtest/load-plan/src/main/resources/io/triskel/load/size/prices-*.json "$root/loadtest/load-plan/src/main/resources/io/triskel/load/size"
    cp "$loadtest/../../loadtest/workloads/steady.yaml" "$root"
    cd "$root" || return
    unset AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE
    export TRISKEL_POLL_SECONDS=0
    answer 'kubectl --version' 'Client Version: v1.33.1'
    answer 'kubectl config current-context' 'test-cluster'
    answer 'kubectl get job/* --output=jsonpath=*succeeded*' 3
    answer 'kubectl get job/* --output=jsonpath=*conditions*' 'SuccessCriteriaMet Complete'
    answer 'terraform --version' 'Terraform v1.9.8'
    answer 'terraform * show -json *' '{"resource_changes": []}'
    answer 'terraform * state list' ''
    answer 'gcloud --version' 'Google Cloud SDK 500.0.0'
    answer 'gcloud auth application-default print-access-token' token
    answer 'gcloud storage buckets describe gs://acme-shop-triskel-state *' True
    answer 'aws --version' 'aws-cli/2.23.6 Python/3'
    answer 'aws sts get-caller-identity *' 123456789012
    answer 'aws cloudformation describe-stacks *' '{"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Tags": [{"Key": "product", "Value": "triskel"}], "Outputs": [{"OutputKey": "Queue", "OutputValue": "queue-1"}, {"OutputKey": "Definition", "OutputValue": "worker:1"}]}]}'
    answer 'aws batch submit-job *' job-1
    answer 'aws batch describe-jobs *' SUCCEEDED
}

on_kubernetes() { run --separate-stderr infra/loadtest/kubernetes/run.sh --workload steady.yaml --image r.example.org/load-aws:1 --workers 3 --claim results --name nightly --yes "$@"; }
on_gcp() { run --separate-stderr infra/loadtest/gcp/run.sh --project acme-shop --workload steady.yaml --image r.example.org/load-gcp:1 --workers 3 --bucket acme-results --name nightly --yes "$@"; }
on_aws() { run --separate-stderr infra/loadtest/aws/run.sh --workload steady.yaml --image r.example.org/load-aws:1 --workers 3 --bucket acme-results --subnets subnet-1a,subnet-2b --security-groups sg-1 --region eu-west-1 --name nightly --yes "$@"; }

# The changing command lines of aws.
aws_changes() { jq -r 'join(" ")' "$CALLS/aws" | grep -Ev '^(--version|sts|cloudformation describe|batch describe)'; }

@test "on Kubernetes the job is applied, waited for, and its results named" {
    on_kubernetes --secret bus --cpu 4
    echo "$stderr"
    [ "$status" -eq 0 ]
    [ "$output" = nightly ]
    called kubectl "apply --filename $root/target/loadtest/nightly.yaml"
    # Which of two ways a tool tells its version is tried out.
    grep -v '"--version"' "$CALLS/kubectl" >recorded
    node "$loadtest/../checks/commands.mjs" "$loadtest/kubectl.json" recorded
    run ! grep -q '@[A-Z]' target/loadtest/nightly.yaml
    grep -q 'completions: 3' target/loadtest/nightly.yaml
    sed -n 's/.*TRISKEL_WORKLOAD: "\(.*\)"/\1/p' target/loadtest/nightly.yaml | base64 -d | cmp - steady.yaml
}

@test "on Kubernetes the lead time begins when the job is applied, and not while a question waits" {
    echo 2026-11-30T14:00:00Z >now
    printf '#!/bin/sh\ncat "%s/now"\n' "$root" >"$bin/date"
    chmod +x "$bin/date"
    wrapped kubectl "case \"\$*\" in 'get persistentvolumeclaim '*) echo 2026-11-30T15:00:00Z >'$root/now' ;; esac"
    on_kubernetes
    [ "$status" -eq 0 ]
    grep -q 'TRISKEL_START: "2026-11-30T15:00:00Z"' target/loadtest/nightly.yaml
}

@test "on Kubernetes a worker without a result is a failure" {
    instead 'kubectl get job/* --output=jsonpath=*succeeded*' 2
    instead 'kubectl get job/* --output=jsonpath=*conditions*' 'FailureTarget Failed'
    on_kubernetes
    [ "$status" -eq 1 ]
    [[ $stderr == *"not every worker has a result: 2 of 3"* ]]
}

@test "on Kubernetes a job is asked for until it has ended, also when the cluster does not answer once" {
    # One after the other: no answer, no condition yet, the end.
    wrapped kubectl "case \"\$*\" in *conditions*) echo >>asked; case \$(wc -l <asked) in 1) exit 1 ;; 2) exit 0 ;; 3) echo Complete ;; esac ;; esac"
    instead 'kubectl get job/* --output=jsonpath=*conditions*' ''
    on_kubernetes
    echo "$stderr"
    [ "$status" -eq 0 ]
    [ "$(wc -l <asked)" -eq 3 ]
}

@test "on Kubernetes a job without an end is told after its time" {
    instead 'kubectl get job/* --output=jsonpath=*conditions*' ''
    # The script's own clock is set past the job's minute and what kubectl is given beyond it.
    sed -i 's/^    SECONDS=0$/    SECONDS=360/' infra/loadtest/kubernetes/run.sh
    on_kubernetes --minutes 1
    [ "$status" -eq 1 ]
    [[ $stderr == *"Job nightly has not ended within 360 s"*"kubectl describe job/nightly"* ]]
}

@test "on Google Cloud all is made, the job is executed with its moment, and all is destroyed" {
    instead 'terraform * plan *' '!2'
    on_gcp
    echo "$stderr"
    [ "$status" -eq 0 ]
    [ "$output" = gs://acme-results/triskel-load/nightly ]
    called terraform '* init -input=false -reconfigure -backend-config=bucket=acme-shop-triskel-state -backend-config=prefix=triskel-load/nightly'
    called terraform '* apply -input=false */plan'
    called gcloud 'run jobs execute nightly --project=acme-shop --region=europe-west1 --update-env-vars=TRISKEL_START=20*Z --wait'
    called terraform '* destroy -input=false -auto-approve *'
    as_the_tools_want
    for variable in $(jq -r 'keys[]' target/infra/load-acme-shop-nightly/given.tfvars.json); do
        grep -q "^variable \"$variable\"" infra/loadtest/gcp/main.tf
    done
}

@test "on Google Cloud workers have no right on the bucket of the state, which is made if it is missing" {
    instead 'gcloud storage buckets describe gs://acme-shop-triskel-state *' '!1'
    on_gcp
    [ "$status" -eq 0 ]
    called gcloud 'storage buckets create gs://acme-shop-triskel-state *'
    as_the_tools_want
    on_gcp --bucket acme-shop-triskel-state
    [ "$status" -eq 2 ]
    [[ $stderr == *"workers may change everything in the bucket"* ]]
}

@test "on Google Cloud a killed run names the command that destroys what it left" {
    instead 'terraform * plan *' '!2'
    on_gcp
    [[ $stderr == *"if this script is killed: infra/loadtest/gcp/run.sh --project acme-shop "*" --name nightly --destroy"* ]]
    on_gcp --destroy
    [ "$status" -eq 0 ]
    called terraform '* destroy *'
}

@test "on Google Cloud all is destroyed also when a worker fails" {
    instead 'terraform * plan *' '!2'
    instead 'gcloud run jobs execute *' '!1'
    on_gcp
    [ "$status" -eq 1 ]
    [[ $stderr == *"not every worker has a result"* ]]
    called terraform '* destroy -input=false -auto-approve *'
}

@test "on AWS all workers have one stream, the job is submitted with its moment, and the stream goes" {
    on_aws
    echo "$stderr"
    [ "$status" -eq 0 ]
    [ "$output" = s3://acme-results/triskel-load/nightly ]
    workload=$(base64 -w 0 <steady.yaml)
    diff -u <(aws_changes | sed -E "s|$root/||g; s/20[0-9-]+T[0-9:]+Z/START/; s|$workload|WORKLOAD|") - <<'END'
cloudformation deploy --stack-name triskel-load-workers --template-file infra/loadtest/aws/batch.yaml --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM --tags product=triskel --parameter-overrides Image=r.example.org/load-aws:1 Bucket=acme-results Subnets=subnet-1a,subnet-2b SecurityGroups=sg-1 PublicIp=ENABLED MaxVcpus=6
kinesis create-stream --stream-name triskel-load-nightly --shard-count 3
kinesis wait stream-exists --stream-name triskel-load-nightly
batch submit-job --job-name nightly --job-queue queue-1 --job-definition worker:1 --array-properties size=3 --container-overrides {"environment":[{"name":"TRISKEL_WORKLOAD","value":"WORKLOAD"},{"name":"TRISKEL_START","value":"START"},{"name":"TRISKEL_AWS_STREAM","value":"triskel-load-nightly"},{"name":"TRISKEL_RESULTS","value":"s3://acme-results/triskel-load/nightly"},{"name":"AWS_REGION","value":"eu-west-1"}]} --query jobId --output text
kinesis delete-stream --stream-name triskel-load-nightly
END
}

@test "on AWS the stream goes also when a worker fails" {
    instead 'aws batch describe-jobs *' FAILED
    on_aws
    [ "$status" -eq 1 ]
    [[ $stderr == *"not every worker has a result"* ]]
    [ "$(aws_changes | grep -c delete-stream)" -eq 1 ]
}

@test "on AWS a refused stream ends the run" {
    instead 'aws kinesis create-stream --stream-name triskel-load-nightly *' '!255'
    on_aws
    [ "$status" -ne 0 ]
    never called aws 'batch submit-job *'
}

@test "a capacity search, or fewer shards than workers, is refused before anything is made" {
    cp "$loadtest/../../loadtest/workloads/capacity.yaml" .
    for engine in on_gcp on_aws; do
        "$engine" --workload capacity.yaml
        [ "$status" -eq 1 ]
        [[ $stderr == *"searches for a capacity, and workers cannot search on one bus together"* ]]
    done
    never called aws 'kinesis create-stream *'
    on_aws --shards 2
    [ "$status" -eq 2 ]
    [[ $stderr == *"expected at least one per worker, 3"* ]]
}

@test "the AWS CLI itself takes the command lines" {
    on_aws
    cp "$CALLS/aws" recorded
    while IFS= read -r line; do
        mapfile -t arguments < <(jq -r '.[]' <<<"$line")
        AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x /usr/bin/aws "${arguments[@]}" --region eu-west-1 --generate-cli-skeleton output >/dev/null
    done < <(grep -E '"(submit-job|create-stream|delete-stream)"' recorded | sort -u -t, -k1,2)
}

@test "a dry run shows all and calls nothing" {
    for engine in on_kubernetes on_gcp on_aws; do
        rm -f "$CALLS"/*
        "$engine" --dry-run
        echo "$stderr"
        [ "$status" -eq 0 ]
        [[ $stderr == *"would run: "* ]]
        for tool in kubectl terraform gcloud; do [ ! -e "$CALLS/$tool" ]; done
    done
    [ -z "$(aws_changes)" ]
}

@test "what is missing or wrong is wrong usage" {
    for wrong in "--workers many" "--name Nightly" "--lead soon" "--workload none.yaml"; do
        # shellcheck disable=SC2086
        for engine in on_kubernetes on_gcp on_aws; do
            "$engine" $wrong
            [ "$status" -eq 2 ]
            [[ $stderr == *" --help"* ]]
        done
    done
    on_aws --workers 1
    [ "$status" -eq 2 ]
    for script in kubernetes/run.sh gcp/run.sh aws/run.sh image.sh; do
        run "infra/loadtest/$script"
        [ "$status" -eq 2 ]
        run "infra/loadtest/$script" --help
        [ "$status" -eq 0 ]
        [[ $output == *"--dry-run"* ]]
    done
}

# traced LINE...: a workload with these lines for its arrivals, in a folder with a trace of 300 arrivals.
traced() {
    mkdir -p recorded
    seq 0 299 >recorded/times.csv
    { printf '%s\n' "$@" && cat steady.yaml; } >recorded/traced.yaml
}

# handed_on BASE64: the workload that workers got names the trace that lies beside it.
handed_on() { base64 -d <<<"$1" | grep -E "$2"; }

@test "on Kubernetes a trace goes with the workload, as a file of the ConfigMap" {
    traced 'arrivals: {trace: times.csv}   # of last Friday'
    on_kubernetes --workload recorded/traced.yaml
    echo "$stderr"
    [ "$status" -eq 0 ]
    handed_on "$(sed -n 's/.*TRISKEL_WORKLOAD: "\(.*\)"/\1/p' target/loadtest/nightly.yaml)" '^arrivals: \{trace: trace.csv\}   # of last Friday$'
    grep -qx '  TRISKEL_TRACE: "/trace/trace.csv.gz"' target/loadtest/nightly.yaml
    sed -n 's/^  trace.csv.gz: "\(.*\)"$/\1/p' target/loadtest/nightly.yaml | base64 -d | gunzip | cmp - recorded/times.csv
}

@test "on Google Cloud a trace goes into the bucket before the job runs" {
    traced 'arrivals:' "  trace: 'times.csv'"
    instead 'terraform * plan *' '!2'
    on_gcp --workload recorded/traced.yaml
    echo "$stderr"
    [ "$status" -eq 0 ]
    called gcloud "storage cp $root/target/loadtest/nightly.trace.csv.gz gs://acme-results/triskel-load/nightly/trace.csv.gz"
    called gcloud 'run jobs execute nightly * --update-env-vars=TRISKEL_START=20*Z,TRISKEL_TRACE=/results/triskel-load/nightly/trace.csv.gz --wait'
    gunzip <target/loadtest/nightly.trace.csv.gz | cmp - recorded/times.csv
    handed_on "$(jq -r .workload target/infra/load-acme-shop-nightly/given.tfvars.json)" "^  trace: 'trace.csv'$"
    as_the_tools_want
}

@test "on AWS a trace goes into the bucket before anything that costs is made" {
    traced "\"arrivals\": { 'trace' : $root/recorded/times.csv }"
    on_aws --workload recorded/traced.yaml
    echo "$stderr"
    [ "$status" -eq 0 ]
    [ "$(aws_changes | grep -n 's3 cp' | cut -d: -f1)" -lt "$(aws_changes | grep -n create-stream | head -n 1 | cut -d: -f1)" ]
    called aws "s3 cp --only-show-errors $root/target/loadtest/nightly.trace.csv.gz s3://acme-results/triskel-load/nightly/trace.csv.gz"
    called aws 'batch submit-job *{"name":"TRISKEL_TRACE","value":"s3://acme-results/triskel-load/nightly/trace.csv.gz"}*'
}

@test "a trace that cannot be read, or whose file is not clear, is told before anything is done" {
    traced 'arrivals: {trace: others.csv}'
    for engine in on_kubernetes on_gcp on_aws; do
        "$engine" --workload recorded/traced.yaml
        [ "$status" -eq 1 ]
        [[ $stderr == *"cannot read recorded/others.csv, the trace of "*"relative to the workload's file"* ]]
    done
    traced 'arrivals: {trace:' '  times.csv}'
    on_gcp --workload recorded/traced.yaml
    [ "$status" -eq 1 ]
    [[ $stderr == *"cannot tell which file is the trace of recorded/traced.yaml"*"Write arrivals: {trace: FILE}"* ]]
    for tool in kubectl terraform gcloud aws; do [ ! -e "$CALLS/$tool" ]; done
}

@test "on Kubernetes a trace that no ConfigMap takes is told before anything is done" {
    traced 'arrivals: {trace: times.csv}'
    # Digits that do not pack.
    awk 'BEGIN { srand(1); for (i = 0; i < 60000; i++) printf "%d.%06d\n", i, 1000000 * rand() }' >recorded/times.csv
    on_kubernetes --workload recorded/traced.yaml
    [ "$status" -eq 1 ]
    [[ $stderr == *"is too long for a ConfigMap: "*" of at most 200000 bytes"*"Cut it"* ]]
    [ ! -e "$CALLS/kubectl" ]
}

@test "a workload that only speaks of a trace has none" {
    { echo '# Not as the trace: of last Friday.' && cat steady.yaml; } >spoken.yaml
    on_kubernetes --workload spoken.yaml
    [ "$status" -eq 0 ]
    grep -qx '  TRISKEL_TRACE: ""' target/loadtest/nightly.yaml
}
