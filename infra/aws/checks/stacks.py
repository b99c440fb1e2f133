#!/usr/bin/python3
"""Stands for the AWS CLI in a test of a deployment's life: stacks in the states of CloudFormation, and what outlives them. Operations take their
time: describe-stacks answers IN_PROGRESS once before it answers how they ended.

The account is the file $ACCOUNT. With $KILL_AT=N the script whose process id is in $ACCOUNT.pid is killed after the Nth step that changes
something; `cloudformation deploy` has three. $FAILS names operations that fail: of a stack (create, update, delete, rollback), or delete-table.

Sources: CloudFormation user guide, "Stack status codes" and "Understand stack failure options"; template reference, "DeletionPolicy attribute";
API reference, DeleteStack, ContinueUpdateRollback, RollbackStack, CreateChangeSet.
"""
import json
import os
import signal
import sys

PATH = os.environ["ACCOUNT"]
FAILS = os.environ.get("FAILS", "").split()
UPDATABLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE")
words = sys.argv[1:]
options = {}
for i, word in enumerate(words):
    if word.startswith("--"):
        options[word[2:]] = []
        for value in words[i + 1 :]:
            if value.startswith("--"):
                break
            options[word[2:]].append(value)
account = json.load(open(PATH)) if os.path.exists(PATH) else {"stacks": {}, "things": {}, "steps": 0, "keys": 0}
stacks, things = account["stacks"], account["things"]


def save():
    with open(PATH + ".new", "w") as file:
        json.dump(account, file, indent=1, sort_keys=True)
    os.replace(PATH + ".new", PATH)


def step():
    """Something has changed; here a script may die."""
    account["steps"] += 1
    save()
    if account["steps"] == int(os.environ.get("KILL_AT", 0)):
        os.kill(int(open(PATH + ".pid").read()), signal.SIGKILL)
        os._exit(137)


def refuse(code, message):
    print(f"\nAn error occurred ({code}) when calling the operation: {message}", file=sys.stderr)
    sys.exit(254)


def option(name):
    return options[name][0] if options.get(name) else ""


def stack_named(name):
    if name not in stacks:
        refuse("ValidationError", f"Stack with id {name} does not exist")
    return stacks[name]


def described(template, name):
    """What a template describes and outlives its stack: kind and name, as the scripts' own reading of templates is not to be trusted."""
    found, kind = [], ""
    for line in open(template):
        if line.startswith("    Type: AWS::"):
            kind = line.split()[1].split("::", 1)[1]
        elif line.startswith("    DeletionPolicy: RetainExceptOnCreate"):
            kind = "kept " + kind
        elif kind.startswith("kept "):
            for key in ("TableName", "BucketName", "AliasName", "Name"):
                if f"{key}: !" in line:
                    text = line.split(f"{key}: !")[1].split(" ", 1)[1].split(",")[0].strip().strip("'")
                    text = name if text == "Name" else text.replace("${Name}", name)
                    text = text.replace("${AWS::AccountId}-${AWS::Region}", "123456789012-eu-west-1")
                    found.append((kind[5:], text))
                    kind = ""
                    break
    return found


def operates(stack, running, *ends):
    stack["status"], stack["ends"] = running, list(ends)
    step()


def settle(name):
    stack = stacks[name]
    while stack.get("ends"):
        stack["status"] = stack["ends"].pop(0)
    if stack["status"] == "GONE":
        del stacks[name]
    step()


def tags():
    return dict(each.split("=") for each in options["tags"])


def make(kind, thing, protected):
    things[f"{kind} {thing}"] = {"tags": tags(), "protected": protected}
    if kind == "KMS::Alias":
        account["keys"] += 1
        things[f"{kind} {thing}"]["key"] = f"key-{account['keys']}"


def deploy():
    name, given = option("stack-name"), dict(each.split("=", 1) for each in options.get("parameter-overrides", []))
    stack = stacks.setdefault(name, {"status": "REVIEW_IN_PROGRESS", "parameters": {}, "tags": tags(), "protected": False})
    if stack["status"] not in (*UPDATABLE, "REVIEW_IN_PROGRESS"):
        refuse("ValidationError", f"Stack:{name} is in {stack['status']} state and can not be updated.")
    step()
    if {**stack["parameters"], **given} == stack["parameters"]:
        return
    creates = stack["status"] == "REVIEW_IN_PROGRESS"
    stack["parameters"].update(given)
    protected = stack["parameters"].get("DeletionProtection") == "true"
    wanted = described(option("template-file"), given["Name"])
    there = [each for each in wanted if " ".join(each) in things]
    if creates and (there or "create" in FAILS):
        # It deletes what it has created; a protected table stays.
        made = wanted if not there else []
        left = [each for each in made if protected and each[0] == "DynamoDB::Table"]
        for kind, thing in left:
            make(kind, thing, True)
        operates(stack, "CREATE_IN_PROGRESS", "ROLLBACK_FAILED" if left else "ROLLBACK_COMPLETE")
    elif not creates and "update" in FAILS:
        operates(stack, "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE")
    else:
        for kind, thing in wanted:
            if f"{kind} {thing}" not in things:
                make(kind, thing, False)
            things[f"{kind} {thing}"]["protected"] = protected and kind == "DynamoDB::Table"
        operates(stack, "CREATE_IN_PROGRESS" if creates else "UPDATE_IN_PROGRESS", "CREATE_COMPLETE" if creates else "UPDATE_COMPLETE")
    settle(name)
    if stacks[name]["status"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        refuse("Failed", "Failed to create/update the stack")


def cloudformation(command):
    name = option("stack-name")
    if command == "deploy":
        return deploy()
    if command == "create-change-set":
        stacks.setdefault(name, {"status": "REVIEW_IN_PROGRESS", "parameters": {}, "tags": {}, "protected": False})
        stack = stacks[name]
        if stack["status"] != "REVIEW_IN_PROGRESS":
            refuse("ValidationError", f"Stack {name} already exists")
        stack["tags"] = dict((each.split(",")[0][4:], each.split("Value=")[1]) for each in options["tags"])
        stack["imports"] = json.loads(option("resources-to-import"))
        stack["parameters"] = dict((each.split(",")[0][13:], each.split("ParameterValue=")[1]) for each in options["parameters"])
        return step()
    if command == "wait":
        return None
    stack = stack_named(name)
    if command == "describe-stacks":
        public = {
            "StackName": name,
            "StackStatus": stack["status"],
            "EnableTerminationProtection": stack["protected"],
            "Tags": [] if stack["status"] == "REVIEW_IN_PROGRESS" else listed(stack["tags"]),
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in stack["parameters"].items()],
            "Outputs": [{"OutputKey": "AlarmTopic", "OutputValue": "topic"}, {"OutputKey": "Style", "OutputValue": "orchestration"}],
        }
        # What takes orders has a URL; an imported stack has only what holds data.
        if stack["parameters"].get("Release", "adopted") != "adopted":
            public["Outputs"].append({"OutputKey": "Url", "OutputValue": "https://example.com/"})
        if stack.get("ends"):
            stack["status"] = stack["ends"].pop(0)
            if stack["status"] == "GONE":
                del stacks[name]
            save()
        return {"Stacks": [public]}
    if command == "execute-change-set":
        for each in stack.pop("imports"):
            thing = next(iter(each["ResourceIdentifier"].values()))
            kind = each["ResourceType"][5:]
            if kind != "KMS::Key" and f"{kind} {thing}" not in things:
                refuse("ValidationError", f"{thing} does not exist")
        return operates(stack, "IMPORT_IN_PROGRESS", "IMPORT_COMPLETE")
    if command == "update-termination-protection":
        stack["protected"] = "enable-termination-protection" in options
        return step()
    if command == "delete-stack":
        if stack["protected"]:
            refuse("ValidationError", f"Stack [{name}] cannot be deleted while TerminationProtection is enabled")
        return operates(stack, "DELETE_IN_PROGRESS", "DELETE_FAILED" if "delete" in FAILS else "GONE")
    wanted = {"continue-update-rollback": "UPDATE_ROLLBACK_FAILED", "rollback-stack": "UPDATE_FAILED"}[command]
    if stack["status"] != wanted:
        refuse("ValidationError", f"Stack {name} is in {stack['status']}")
    return operates(stack, "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED" if "rollback" in FAILS else "UPDATE_ROLLBACK_COMPLETE")


def thing_of(kind, name):
    if f"{kind} {name}" not in things:
        refuse("NotFoundException", f"{name} is not found")
    return things[f"{kind} {name}"]


def erase(kind, name):
    if words[1] in FAILS or thing_of(kind, name)["protected"]:
        refuse("ValidationException", "Resource cannot be deleted as it is currently protected against deletion")
    del things[f"{kind} {name}"]
    step()


def key_of(name):
    for thing, each in things.items():
        if thing == f"KMS::Alias {name}" or each.get("key") == name:
            return each
    return refuse("NotFoundException", f"{name} is not found")


def listed(values):
    return [{"Key": key, "Value": value} for key, value in values.items()]


def other(service, command):
    table, stream, bucket = option("table-name"), option("stream-name"), option("bucket")
    if command == "wait":
        assert f"DynamoDB::Table {table}" not in things and f"Kinesis::Stream {stream}" not in things
        return None
    if table or command == "list-tags-of-resource":
        table = table or option("resource-arn")
        each = thing_of("DynamoDB::Table", table)
        if command == "describe-table":
            return "ACTIVE" if option("query") == "Table.TableStatus" else table
        if command == "list-tags-of-resource":
            return listed(each["tags"])
        if command == "update-table":
            each["protected"] = "deletion-protection-enabled" in options
            return step()
        return erase("DynamoDB::Table", table)
    if stream:
        return listed(thing_of("Kinesis::Stream", stream)["tags"]) if command.startswith("list") else erase("Kinesis::Stream", stream)
    if service == "kms":
        if command == "delete-alias":
            return erase("KMS::Alias", option("alias-name"))
        each = key_of(option("key-id"))
        if command == "schedule-key-deletion":
            each["pending"] = True
            return step()
        if command == "describe-key":
            state = "PendingDeletion" if each.get("pending") else "Enabled"
            return {"KeyMetadata.KeyId": each["key"], "KeyMetadata.[KeyId, KeyState]": f"{each['key']}\t{state}"}.get(option("query"), "None")
        return [{"TagKey": key, "TagValue": value} for key, value in each["tags"].items()]
    if bucket and command in ("get-bucket-tagging", "delete-bucket"):
        return listed(thing_of("S3::Bucket", bucket)["tags"]) if command.startswith("get") else erase("S3::Bucket", bucket)
    if command == "head-object":
        sys.exit(0 if f"S3::Object {option('key')}" in things else 254)
    if (service, command) == ("s3", "cp"):
        things["S3::Object " + words[-1].rsplit("/", 1)[1]] = {"tags": {}, "protected": False}
        return step()
    return {
        "get-caller-identity": "123456789012",
        "get-account-settings": os.environ.get("CONCURRENT", "1000\t1000"),
        "describe-limits": "200\t0",
        "list-subscriptions-by-topic": os.environ.get("SUBSCRIBED", "arn:aws:sns:eu-west-1:123456789012:topic:1"),
        "list-object-versions": {},
        "update-cost-allocation-tags-status": None,
    }[command]


if words[0] == "--version":
    print("aws-cli/2.23.6 Python/3")
    sys.exit()
if words[:2] == ["configure", "get"]:
    sys.exit(1)
answer = cloudformation(words[1]) if words[0] == "cloudformation" else other(words[0], words[1])
if answer is not None:
    print(answer if isinstance(answer, str) else json.dumps(answer))
