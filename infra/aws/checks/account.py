#!/usr/bin/python3
"""An AWS account on the loopback address to deploy into: moto's server, whose CloudFormation makes each resource of our templates by calls of
the resource's own service in the same server. So botocore checks the parameters, and what was set can be read back with the AWS CLI.

moto by itself knows half of the types, and drops many of their settings (destinations of mappings, encryption of streams, recovery of tables). A
type that is not listed here stops the deployment. No function runs here: functions run in the local AWS, where rights are enforced.

LocalStack is no alternative: its free edition lacks some of these services, and it is no package of Debian. A recording of command lines alone shows
what is asked, and not whether it is understood; it is used in addition.

Usage: account.py -p PORT
"""
import json
import os
import sys
import uuid

import boto3
from botocore.exceptions import ClientError
from moto.cloudformation import models, parsing, responses
from moto.core.common_models import CloudFormationModel

TYPES = []

# What the last change set of type IMPORT takes over, by logical id.
IMPORTED = set()
IDENTIFIERS = {}


def client(service, region):
    return boto3.client(
        service,
        region_name=region,
        endpoint_url="http://127.0.0.1:" + os.environ["PORT"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def resource(cfn_type, service):
    """Makes a class with create(api, properties), delete(api, id) and perhaps update(api, id, properties) the model of a type.

    create answers the physical id and the attributes for GetAtt; without update, a changed resource is deleted and made anew. tag gives what
    create made the tags of its stack, and find answers as create does for what is there already."""

    def register(made):
        class Resource(CloudFormationModel):
            __module__ = "moto.cloudformation.models"  # moto takes the service's name from it.

            @staticmethod
            def cloudformation_type():
                return "AWS::" + cfn_type

            @staticmethod
            def cloudformation_name_type():
                return ""

            @classmethod
            def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, LogicalId=None, StackId=None, **_):
                self = cls()
                api, properties = client(service, region_name), cloudformation_json.get("Properties", {})
                self.id, self.attributes = (made.find if LogicalId in IMPORTED else made.create)(api, properties)
                stack = models.cloudformation_backends[account_id][region_name].stacks.get(StackId)
                if stack and hasattr(made, "tag"):
                    made.tag(api, self.id, stack.tags)
                return self

            @classmethod
            def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
                api, properties = client(service, region_name), cloudformation_json.get("Properties", {})
                if hasattr(made, "update"):
                    made.update(api, original_resource.id, properties)
                    return original_resource
                if getattr(made, "successor", False):  # The new one is made first, and its name is free.
                    return cls.create_from_cloudformation_json("", cloudformation_json, account_id, region_name)
                made.delete(api, original_resource.id)
                return cls.create_from_cloudformation_json("", cloudformation_json, account_id, region_name)

            def delete(self, account_id, region_name):
                try:
                    made.delete(client(service, region_name), self.id)
                except ClientError as failed:
                    code = failed.response["Error"]["Code"]
                    if "NotFound" not in code and "NoSuch" not in code:  # Some go with what they belong to.
                        raise

            @property
            def physical_resource_id(self):
                return self.id

            @classmethod
            def has_cfn_attr(cls, attr):
                return attr in made.attributes

            def get_cfn_attribute(self, name):
                return self.attributes[name]

            def is_created(self):
                return True

        TYPES.append(Resource)  # __subclasses__() holds weak references.
        return made

    return register


def whole(properties, *names):
    """Numbers, which CloudFormation may give as text."""
    return {key: int(value) if key in names else value for key, value in properties.items()}


@resource("Kinesis::Stream", "kinesis")
class Stream:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        name = p.pop("Name")
        api.create_stream(StreamName=name, ShardCount=int(p.pop("ShardCount")))
        api.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=int(p.pop("RetentionPeriodHours")))
        api.start_stream_encryption(StreamName=name, **p.pop("StreamEncryption"))
        assert not p, p
        return name, {"Arn": api.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]}

    @staticmethod
    def update(api, name, p):
        api.update_shard_count(StreamName=name, TargetShardCount=int(p["ShardCount"]), ScalingType="UNIFORM_SCALING")

    @staticmethod
    def find(api, p):
        return p["Name"], {"Arn": api.describe_stream_summary(StreamName=p["Name"])["StreamDescriptionSummary"]["StreamARN"]}

    @staticmethod
    def tag(api, name, tags):
        api.add_tags_to_stream(StreamName=name, Tags=tags)

    @staticmethod
    def delete(api, name):
        api.delete_stream(StreamName=name)


@resource("Kinesis::StreamConsumer", "kinesis")
class StreamConsumer:
    attributes = ["ConsumerARN"]

    @staticmethod
    def create(api, p):
        arn = api.register_stream_consumer(**p)["Consumer"]["ConsumerARN"]
        return arn, {"ConsumerARN": arn}

    @staticmethod
    def delete(api, arn):
        api.deregister_stream_consumer(ConsumerARN=arn)


@resource("KMS::Key", "kms")
class Key:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        Key.window = int(p["PendingWindowInDays"])
        key = api.create_key(Policy=json.dumps(p["KeyPolicy"]), Description=p["Description"])["KeyMetadata"]
        if p["EnableKeyRotation"]:
            api.enable_key_rotation(KeyId=key["KeyId"])
        return key["KeyId"], {"Arn": key["Arn"]}

    @staticmethod
    def find(api, p):
        key = api.describe_key(KeyId=IDENTIFIERS["KeyId"])["KeyMetadata"]
        return key["KeyId"], {"Arn": key["Arn"]}

    @staticmethod
    def tag(api, key, tags):
        api.tag_resource(KeyId=key, Tags=[{"TagKey": each, "TagValue": tags[each]} for each in tags])

    @staticmethod
    def delete(api, key):
        api.schedule_key_deletion(KeyId=key, PendingWindowInDays=Key.window)


@resource("KMS::Alias", "kms")
class KeyAlias:
    attributes = []

    @staticmethod
    def create(api, p):
        api.create_alias(**p)
        return p["AliasName"], {}

    @staticmethod
    def find(api, p):
        assert api.describe_key(KeyId=p["AliasName"])["KeyMetadata"]["KeyId"] == p["TargetKeyId"]
        return p["AliasName"], {}

    @staticmethod
    def delete(api, name):
        api.delete_alias(AliasName=name)


@resource("DynamoDB::Table", "dynamodb")
class Table:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        recovery, forgets = p.pop("PointInTimeRecoverySpecification", None), p.pop("TimeToLiveSpecification", None)
        p["DeletionProtectionEnabled"] = str(p.get("DeletionProtectionEnabled")).lower() == "true"
        arn = api.create_table(**p)["TableDescription"]["TableArn"]
        if recovery:
            # The botocore beside this moto may be older than the number of days.
            recovery.pop("RecoveryPeriodInDays", None)
            api.update_continuous_backups(TableName=p["TableName"], PointInTimeRecoverySpecification=recovery)
        if forgets:
            api.update_time_to_live(TableName=p["TableName"], TimeToLiveSpecification=forgets)
        return p["TableName"], {"Arn": arn}

    @staticmethod
    def find(api, p):
        return p["TableName"], {"Arn": api.describe_table(TableName=p["TableName"])["Table"]["TableArn"]}

    @staticmethod
    def tag(api, name, tags):
        arn = api.describe_table(TableName=name)["Table"]["TableArn"]
        api.tag_resource(ResourceArn=arn, Tags=[{"Key": each, "Value": tags[each]} for each in tags])

    @staticmethod
    def update(api, name, p):
        protected = str(p["DeletionProtectionEnabled"]).lower() == "true"
        api.update_table(TableName=name, DeletionProtectionEnabled=protected)

    @staticmethod
    def delete(api, name):
        api.delete_table(TableName=name)


@resource("Logs::LogGroup", "logs")
class LogGroup:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        name = p["LogGroupName"]
        api.create_log_group(logGroupName=name)
        LogGroup.update(api, name, p)
        return name, {"Arn": api.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["arn"]}

    @staticmethod
    def update(api, name, p):
        api.put_retention_policy(logGroupName=name, retentionInDays=int(p["RetentionInDays"]))

    @staticmethod
    def delete(api, name):
        api.delete_log_group(logGroupName=name)


@resource("Logs::LogStream", "logs")
class LogStream:
    attributes = []

    @staticmethod
    def create(api, p):
        LogStream.group = p["LogGroupName"]
        api.create_log_stream(logGroupName=p["LogGroupName"], logStreamName=p["LogStreamName"])
        return p["LogStreamName"], {}

    @staticmethod
    def delete(api, name):
        api.delete_log_stream(logGroupName=LogStream.group, logStreamName=name)


@resource("Logs::MetricFilter", "logs")
class MetricFilter:
    attributes = []

    @staticmethod
    def create(api, p):
        filter_name = p["LogGroupName"].replace("/", "-")[1:]
        transformations = [
            {key[0].lower() + key[1:]: value for key, value in each.items()} for each in p["MetricTransformations"]
        ]
        api.put_metric_filter(
            logGroupName=p["LogGroupName"],
            filterName=filter_name,
            filterPattern=p["FilterPattern"],
            metricTransformations=transformations,
        )
        return p["LogGroupName"] + "|" + filter_name, {}

    @staticmethod
    def delete(api, both):
        group, name = both.split("|")
        api.delete_metric_filter(logGroupName=group, filterName=name)


@resource("IAM::Role", "iam")
class Role:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        name = "role-" + uuid.uuid4().hex[:12]
        role = api.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(p["AssumeRolePolicyDocument"]))["Role"]
        Role.update(api, name, p)
        return name, {"Arn": role["Arn"]}

    @staticmethod
    def update(api, name, p):
        for policy in p["Policies"]:
            document = policy["PolicyDocument"]
            # CloudFormation leaves out what is AWS::NoValue.
            document["Statement"] = [each for each in document["Statement"] if isinstance(each, dict) and each]
            api.put_role_policy(RoleName=name, PolicyName=policy["PolicyName"], PolicyDocument=json.dumps(document))

    @staticmethod
    def delete(api, name):
        for policy in api.list_role_policies(RoleName=name)["PolicyNames"]:
            api.delete_role_policy(RoleName=name, PolicyName=policy)
        api.delete_role(RoleName=name)


@resource("KinesisFirehose::DeliveryStream", "firehose")
class DeliveryStream:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        hints = p["ExtendedS3DestinationConfiguration"]["BufferingHints"]
        p["ExtendedS3DestinationConfiguration"]["BufferingHints"] = whole(hints, "SizeInMBs", "IntervalInSeconds")
        return p["DeliveryStreamName"], {"Arn": api.create_delivery_stream(**p)["DeliveryStreamARN"]}

    @staticmethod
    def delete(api, name):
        api.delete_delivery_stream(DeliveryStreamName=name)


@resource("Lambda::Function", "lambda")
class Function:
    attributes = ["Arn"]

    @staticmethod
    def settings(p):
        variables = {key: str(value) for key, value in p["Environment"]["Variables"].items()}
        return {**whole(p, "MemorySize", "Timeout"), "Environment": {"Variables": variables}}

    @staticmethod
    def reserve(api, name, reserved):
        if reserved is not None:
            # moto reserves what it is told; Lambda keeps 100 of an account's 1,000 (API reference, "PutFunctionConcurrency").
            assert int(reserved) <= 900, "decreases account's UnreservedConcurrentExecution below its minimum value of [100]"
            api.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=int(reserved))

    @staticmethod
    def create(api, p):
        reserved = p.pop("ReservedConcurrentExecutions", None)
        made = api.create_function(**Function.settings(p))
        Function.reserve(api, p["FunctionName"], reserved)
        return p["FunctionName"], {"Arn": made["FunctionArn"]}

    @staticmethod
    def update(api, name, p):
        code = p.pop("Code")
        p.pop("Architectures")
        Function.reserve(api, name, p.pop("ReservedConcurrentExecutions", None))
        api.update_function_code(FunctionName=name, **code)
        api.update_function_configuration(**Function.settings(p))

    @staticmethod
    def delete(api, name):
        api.delete_function(FunctionName=name)


@resource("Lambda::Version", "lambda")
class Version:
    attributes = ["Version"]
    successor = True

    @staticmethod
    def create(api, p):
        made = api.publish_version(**p)
        return made["FunctionArn"], {"Version": made["Version"]}

    @staticmethod
    def delete(api, arn):
        pass  # It goes with its function.


@resource("Lambda::Alias", "lambda")
class Alias:
    attributes = ["AliasArn"]

    @staticmethod
    def create(api, p):
        arn = api.create_alias(**p)["AliasArn"]
        return arn, {"AliasArn": arn}

    @staticmethod
    def update(api, arn, p):
        api.update_alias(**p)

    @staticmethod
    def delete(api, arn):
        function, name = arn.rsplit(":", 1)
        api.delete_alias(FunctionName=function.split(":")[-1], Name=name)


@resource("Lambda::Url", "lambda")
class Url:
    attributes = ["FunctionUrl"]

    @staticmethod
    def create(api, p):
        made = api.create_function_url_config(
            FunctionName=p["TargetFunctionArn"], Qualifier=p["Qualifier"], AuthType=p["AuthType"]
        )
        return made["FunctionArn"], {"FunctionUrl": made["FunctionUrl"].rstrip("/") + "/"}

    @staticmethod
    def delete(api, arn):
        api.delete_function_url_config(FunctionName=arn)


@resource("Lambda::EventInvokeConfig", "lambda")
class EventInvokeConfig:
    attributes = []

    @staticmethod
    def create(api, p):
        # moto has no qualifier here, and wants a destination.
        p.pop("Qualifier")
        api.put_function_event_invoke_config(DestinationConfig={}, **p)
        return p["FunctionName"], {}

    @staticmethod
    def delete(api, name):
        api.delete_function_event_invoke_config(FunctionName=name)


@resource("Lambda::EventSourceMapping", "lambda")
class EventSourceMapping:
    attributes = []

    @staticmethod
    def create(api, p):
        stream, _, consumer = p["EventSourceArn"].partition("/consumer/")
        if consumer:  # moto maps streams, and not their consumers.
            client("kinesis", api.meta.region_name).describe_stream_consumer(ConsumerARN=p["EventSourceArn"])
        return api.create_event_source_mapping(**{**p, "EventSourceArn": stream})["UUID"], {}

    @staticmethod
    def delete(api, uuid):
        api.delete_event_source_mapping(UUID=uuid)


@resource("Lambda::Permission", "lambda")
class Permission:
    attributes = []

    @staticmethod
    def create(api, p):
        # moto keeps policies of functions, not of aliases.
        function = p.pop("FunctionName").rsplit(":", 1)[0]
        api.add_permission(FunctionName=function, StatementId="schedule", **p)
        return function, {}

    @staticmethod
    def delete(api, function):
        api.remove_permission(FunctionName=function, StatementId="schedule")


@resource("StepFunctions::StateMachine", "stepfunctions")
class StateMachine:
    attributes = ["Arn", "Name"]

    @staticmethod
    def settings(p):
        definition = p["DefinitionString"]
        for name, value in p["DefinitionSubstitutions"].items():
            definition = definition.replace("${" + name + "}", value)
        logging = p["LoggingConfiguration"]
        groups = [each["CloudWatchLogsLogGroup"]["LogGroupArn"] for each in logging["Destinations"]]
        return {
            "definition": definition,
            "roleArn": p["RoleArn"],
            "loggingConfiguration": {
                "level": logging["Level"],
                "includeExecutionData": logging["IncludeExecutionData"],
                "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": each}} for each in groups],
            },
        }

    @staticmethod
    def create(api, p):
        name = p["StateMachineName"]
        arn = api.create_state_machine(name=name, type=p["StateMachineType"], **StateMachine.settings(p))["stateMachineArn"]
        return arn, {"Arn": arn, "Name": name}

    @staticmethod
    def update(api, arn, p):
        api.update_state_machine(stateMachineArn=arn, **StateMachine.settings(p))

    @staticmethod
    def delete(api, arn):
        api.delete_state_machine(stateMachineArn=arn)


@resource("Events::Rule", "events")
class Rule:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        targets = p.pop("Targets")
        arn = api.put_rule(**p)["RuleArn"]
        assert api.put_targets(Rule=p["Name"], Targets=targets)["FailedEntryCount"] == 0
        return p["Name"], {"Arn": arn}

    @staticmethod
    def delete(api, name):
        api.remove_targets(Rule=name, Ids=[each["Id"] for each in api.list_targets_by_rule(Rule=name)["Targets"]])
        api.delete_rule(Name=name)


@resource("SNS::Topic", "sns")
class Topic:
    attributes = []

    @staticmethod
    def create(api, p):
        return api.create_topic(Name=p["TopicName"])["TopicArn"], {}

    @staticmethod
    def delete(api, arn):
        api.delete_topic(TopicArn=arn)


@resource("SNS::TopicPolicy", "sns")
class TopicPolicy:
    attributes = []

    @staticmethod
    def create(api, p):
        for topic in p["Topics"]:
            api.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(p["PolicyDocument"]))
        return "policy", {}

    @staticmethod
    def delete(api, name):
        pass  # It goes with its topic.


@resource("SNS::Subscription", "sns")
class Subscription:
    attributes = []

    @staticmethod
    def create(api, p):
        return api.subscribe(ReturnSubscriptionArn=True, **p)["SubscriptionArn"], {}

    @staticmethod
    def delete(api, arn):
        api.unsubscribe(SubscriptionArn=arn)


@resource("CloudWatch::Alarm", "cloudwatch")
class Alarm:
    attributes = []

    @staticmethod
    def create(api, p):
        name = "alarm-" + uuid.uuid4().hex[:12]
        p = whole(p, "Period", "EvaluationPeriods")
        api.put_metric_alarm(AlarmName=name, **{**p, "Threshold": float(p["Threshold"])})
        return name, {}

    @staticmethod
    def delete(api, name):
        api.delete_alarms(AlarmNames=[name])


@resource("Budgets::Budget", "budgets")
class Budget:
    attributes = []

    @staticmethod
    def create(api, p):
        account = client("sts", "us-east-1").get_caller_identity()["Account"]
        budget = p["Budget"]
        budget["BudgetLimit"]["Amount"] = str(budget["BudgetLimit"]["Amount"])
        api.create_budget(AccountId=account, **p)
        return account + "|" + budget["BudgetName"], {}

    @staticmethod
    def delete(api, both):
        account, name = both.split("|")
        api.delete_budget(AccountId=account, BudgetName=name)


@resource("S3::Bucket", "s3")
class Bucket:
    attributes = ["Arn"]

    @staticmethod
    def create(api, p):
        name, region = p["BucketName"], api.meta.region_name
        api.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
        encryption = [
            {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}
            for rule in p["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        ]
        api.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": encryption})
        api.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=p["PublicAccessBlockConfiguration"])
        api.put_bucket_ownership_controls(Bucket=name, OwnershipControls=p["OwnershipControls"])
        if "VersioningConfiguration" in p:
            api.put_bucket_versioning(Bucket=name, VersioningConfiguration=p["VersioningConfiguration"])
        return name, {"Arn": "arn:aws:s3:::" + name}

    @staticmethod
    def find(api, p):
        api.head_bucket(Bucket=p["BucketName"])
        return p["BucketName"], {"Arn": "arn:aws:s3:::" + p["BucketName"]}

    @staticmethod
    def tag(api, name, tags):
        api.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": each, "Value": tags[each]} for each in tags]})

    @staticmethod
    def delete(api, name):
        api.delete_bucket(Bucket=name)


@resource("S3::BucketPolicy", "s3")
class BucketPolicy:
    attributes = []

    @staticmethod
    def create(api, p):
        # moto obeys a Deny and not its condition, so it would refuse all calls.
        assert api.get_bucket_location(Bucket=p["Bucket"]) and json.dumps(p["PolicyDocument"])
        return p["Bucket"], {}

    @staticmethod
    def delete(api, name):
        pass


def no_other_types():
    """A type that is not listed above stops the deployment."""
    types = {each.cloudformation_type(): each for each in TYPES}

    def listed(resource_type):
        if resource_type not in types:
            raise ValueError("account.py does not make " + resource_type)
        return types[resource_type]

    parsing.resource_class_from_type = listed
    parsing.resource_name_property_from_type = lambda resource_type: None


def changes_reach_what_refers_to_them():
    """moto changes a resource if its text or a parameter in it has changed; an alias refers to a version, whose number has."""
    without = parsing.ResourceMap.build_resource_diff

    def with_dependents(self, other_template, parameters=None):
        changes = without(self, other_template, parameters)
        resources = other_template["Resources"]
        versions = [name for name in changes["Modify"] if resources[name]["Type"] == "AWS::Lambda::Version"]
        for name, each in resources.items():
            if name not in changes["Add"] and any(f'"{version}"' in json.dumps(each) for version in versions):
                changes["Modify"].append(name)
        # A parameter also reaches what chooses by a condition on it.
        changed = [each for each in parameters or {} if self.input_parameters.get(each) != parameters[each]]
        conditions = [
            name for name, each in other_template.get("Conditions", {}).items() if any(f'"{one}"' in json.dumps(each) for one in changed)
        ]
        for name, each in resources.items():
            if name not in changes["Add"] and any(f'"Fn::If": ["{one}"' in json.dumps(each) for one in conditions):
                changes["Modify"].append(name)
        # What its condition had left out is perhaps added.
        left_out = [name for name in changes["Modify"] if self._parsed_resources.get(name) is None]
        changes["Add"] += left_out
        changes["Modify"] = [name for name in resources if name in changes["Modify"] and name not in left_out]
        return changes

    parsing.ResourceMap.build_resource_diff = with_dependents


def change_sets_are_as_the_service_has_them():
    """A change set without changes is one that failed, a stack that was made by one has outputs, and parameters may keep their values."""
    listed = responses.CloudFormationResponse._get_list_prefix

    def with_previous_values(self, prefix):
        items = listed(self, prefix)
        if prefix == "Parameters.member" and any("parameter_value" not in each for each in items):
            before = self.cloudformation_backend.get_stack(self._get_param("StackName")).parameters
            for each in items:
                each.setdefault("parameter_value", before.get(each["parameter_key"]))
        return items

    responses.CloudFormationResponse._get_list_prefix = with_previous_values
    responses.CloudFormationResponse._validate_different_update = lambda self, *rest: None
    without = models.CloudFormationBackend.execute_change_set

    def with_outputs(self, change_set_name, stack_name=None):
        without(self, change_set_name, stack_name)
        done = next(each for each in self.change_sets.values() if change_set_name in (each.change_set_id, each.change_set_name))
        stack = self.stacks[done.stack_id]
        stack._parse_template()
        stack.output_map = stack._create_output_map()
        defaults = {key: str(each["Default"]) for key, each in stack.template_dict["Parameters"].items() if "Default" in each}
        stack.parameters = {**defaults, **done.parameters}
        stack.resource_map.input_parameters = stack.parameters

    models.CloudFormationBackend.execute_change_set = with_outputs


def a_failed_creation_is_rolled_back():
    """The service answers before it has tried, deletes what it has created, whatever its DeletionPolicy, and keeps the name of the stack."""
    without = models.CloudFormationBackend.execute_change_set

    def with_rollback(self, change_set_name, stack_name=None):
        done = next(each for each in self.change_sets.values() if change_set_name in (each.change_set_id, each.change_set_name))
        stack = self.stacks[done.stack_id]
        try:
            without(self, change_set_name, stack_name)
        except Exception as failed:
            print("not executed:", failed)
            if done.change_set_type != "CREATE":
                raise
            stack.tags = done.tags or {}
            stack.status = "ROLLBACK_COMPLETE"
            created = stack.resource_map._parsed_resources
            for name in [each for each in created if each in done.template_dict["Resources"]][::-1]:
                try:
                    created.pop(name).delete(self.account_id, self.region_name)
                except Exception as refused:
                    print("not rolled back:", name, refused)
                    stack.status = "ROLLBACK_FAILED"

    models.CloudFormationBackend.execute_change_set = with_rollback


def change_sets_import():
    """A change set may take over what is there: it names each resource, which has a DeletionPolicy, and makes nothing (CloudFormation user
    guide, "Import AWS resources into a CloudFormation stack")."""
    requested = responses.CloudFormationResponse.create_change_set
    without = models.CloudFormationBackend.create_change_set

    def with_imports(self):
        IMPORTED.clear()
        for each in self._get_multi_param("ResourcesToImport.member"):
            IMPORTED.add(each["LogicalResourceId"])
            IDENTIFIERS.update((one["key"], one["value"]) for one in each["ResourceIdentifier"])
        return requested(self)

    def with_checks(self, stack_name, change_set_name, template, *rest, **more):
        kind = more["change_set_type"]
        for key, stack in list(self.stacks.items()):
            if stack.name == stack_name and kind != "UPDATE":
                if stack.status != "REVIEW_IN_PROGRESS":
                    raise responses.ValidationError(message=f"Stack {stack_name} already exists")
                del self.stacks[key]  # moto would make a second one.
            elif stack.name == stack_name and ("_FAILED" in stack.status or stack.status == "ROLLBACK_COMPLETE"):
                raise responses.ValidationError(message=f"Stack {stack_name} is in {stack.status} state and can not be updated.")
        if kind == "IMPORT":
            described = models.FakeStack.parse_template(template)["Resources"]
            assert set(described) == IMPORTED, (described, IMPORTED)
            assert all("DeletionPolicy" in each for each in described.values()), described
        return without(self, stack_name, change_set_name, template, *rest, **more)

    responses.CloudFormationResponse.create_change_set = with_imports
    models.CloudFormationBackend.create_change_set = with_checks


def stacks_are_deleted_as_the_service_does():
    """It answers before it has tried, and a stack that cannot be deleted is still there; moto forgets it. It refuses a protected stack, and leaves
    what is RetainExceptOnCreate (CloudFormation template reference, "DeletionPolicy attribute")."""
    without = models.CloudFormationBackend.delete_stack

    def with_failure(self, name_or_stack_id):
        stacks = dict(self.stacks)
        for stack in stacks.values():
            if name_or_stack_id in (stack.name, stack.stack_id):
                if stack.enable_termination_protection:
                    raise responses.ValidationError(message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
                for each in stack.resource_map._resource_json_map.values():
                    if each.get("DeletionPolicy") == "RetainExceptOnCreate":
                        each["DeletionPolicy"] = "Retain"
        try:
            without(self, name_or_stack_id)
        except ClientError as refused:
            print("not deleted:", refused)
            for key, stack in stacks.items():
                if name_or_stack_id in (stack.name, stack.stack_id):
                    stack.status = "DELETE_FAILED"
                    self.stacks[key] = stack
                    self.deleted_stacks.pop(key, None)

    def update_termination_protection(self):
        stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
        stack.enable_termination_protection = self._get_param("EnableTerminationProtection") == "true"
        return f"""<UpdateTerminationProtectionResponse><UpdateTerminationProtectionResult><StackId>{stack.stack_id}</StackId>
            </UpdateTerminationProtectionResult></UpdateTerminationProtectionResponse>"""

    models.CloudFormationBackend.delete_stack = with_failure
    responses.CloudFormationResponse.update_termination_protection = update_termination_protection


if __name__ == "__main__":
    from moto.server import main

    os.environ["PORT"] = sys.argv[sys.argv.index("-p") + 1]
    no_other_types()
    changes_reach_what_refers_to_them()
    change_sets_are_as_the_service_has_them()
    a_failed_creation_is_rolled_back()
    change_sets_import()
    stacks_are_deleted_as_the_service_does()
    main(["-H", "127.0.0.1", "-p", os.environ["PORT"]])
