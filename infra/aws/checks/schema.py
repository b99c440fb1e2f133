#!/usr/bin/python3
"""Checks templates by AWS's own schemas of CloudFormation's resources, as the npm package @aws-cdk/aws-service-spec has them: types, properties,
values, what is required, attributes, the metrics of alarms. And that no parameter of a deployment but the name replaces a resource that
holds data.

Usage: schema.py db.json.gz TEMPLATE...
"""
import gzip
import json
import re
import sys

import yaml

# Metrics that AWS documents and its package does not list: Lambda developer guide, "Event source mapping metrics"; a mapping has them only
# with MetricsConfig.
OF_MAPPINGS = {("AWS/Lambda", name) for name in ("DroppedEventCount", "OnFailureDestinationDeliveredEventCount")}

FUNCTIONS = {"GetAtt", "Sub", "If", "Equals", "Not", "Join"}


class Template(yaml.SafeLoader):
    """YAML with the short forms of CloudFormation's functions."""


def function(loader, tag, node):
    value = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: lambda each: loader.construct_sequence(each, deep=True),
        yaml.MappingNode: lambda each: loader.construct_mapping(each, deep=True),
    }[type(node)](node)
    return {tag if tag in ("Ref", "Condition") else "Fn::" + tag: value}


Template.add_multi_constructor("!", function)


def called(value):
    """The function that stands for a value, and its argument."""
    if isinstance(value, dict) and len(value) == 1:
        name = next(iter(value))
        if name == "Ref" or name.startswith("Fn::"):
            return name, value[name]
    return None, None


def texts(value):
    """All that is written in a value, names of fields left out."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    else:
        yield str(value)


class Checker:
    def __init__(self, spec):
        self.types = {each["cloudFormationType"]: each for each in spec["resource"]["entities"]}
        self.definitions = {each["$id"]: each for each in spec["typeDefinition"]["entities"]}
        self.metrics = {(each["namespace"], each["name"]) for each in spec["metric"]["entities"]} | OF_MAPPINGS

    def problems(self, template):
        self.parameters = template.get("Parameters", {})
        self.resources = template["Resources"]
        for name, resource in self.resources.items():
            known = self.types.get(resource["Type"])
            if known is None:
                yield f"{name}: there is no type {resource['Type']}"
                continue
            yield from self.fields(name, resource.get("Properties", {}), known["properties"])
            yield from self.references(name, resource)
            if resource["Type"] == "AWS::CloudWatch::Alarm":
                yield from self.metric(name, resource["Properties"])
            if known.get("isStateful"):
                yield from self.replacements(name, resource.get("Properties", {}), known["properties"])
        yield from self.references("Outputs", template.get("Outputs", {}))

    def fields(self, where, value, properties):
        if not isinstance(value, dict):
            yield f"{where}: expected is an object, and it is {value!r}"
            return
        for name, each in value.items():
            if name in properties:
                yield from self.value(f"{where}.{name}", each, properties[name]["type"])
            else:
                yield f"{where}: there is no property {name}"
        for name, each in properties.items():
            if each.get("required") and name not in value:
                yield f"{where}: {name} is missing"

    def value(self, where, value, kind):
        name, argument = called(value)
        if name == "Fn::If":
            for branch in argument[1:]:
                yield from self.value(where, branch, kind)
            return
        if name == "Ref" and argument in self.parameters:
            if kind["type"] == "integer" and self.parameters[argument]["Type"] != "Number":
                yield f"{where}: expected is a number, and the parameter {argument} is none"
            return
        if name:
            return
        if kind["type"] == "union":
            if all(list(self.value(where, value, each)) for each in kind["types"]):
                yield f"{where}: {value!r} is none of what is expected"
        elif kind["type"] == "ref":
            definition = self.definitions[kind["reference"]["$ref"]]
            yield from self.fields(where, value, definition["properties"])
        elif kind["type"] == "array":
            if not isinstance(value, list):
                yield f"{where}: expected is a list, and it is {value!r}"
            else:
                for i, each in enumerate(value):
                    yield from self.value(f"{where}[{i}]", each, kind["element"])
        elif kind["type"] == "map":
            for key, each in value.items():
                yield from self.value(f"{where}.{key}", each, kind["element"])
        elif kind["type"] in ("integer", "number"):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                yield f"{where}: expected is a number, and it is {value!r}"
        elif kind["type"] == "boolean":
            if not isinstance(value, bool):
                yield f"{where}: expected is true or false, and it is {value!r}"
        elif kind["type"] == "string":
            if isinstance(value, (dict, list)):
                yield f"{where}: expected is a text, and it is {value!r}"
        if "allowedValues" in kind and value not in kind["allowedValues"]:
            yield f"{where}: {value!r} is none of {', '.join(map(str, kind['allowedValues']))}"

    def references(self, where, value):
        name, argument = called(value)
        if name == "Ref":
            yield from self.named(where, argument)
        elif name == "Fn::GetAtt":
            yield from self.named(where, argument)
        elif name == "Fn::Sub":
            for each in re.findall(r"\$\{([^!}][^}]*)}", argument):
                yield from self.named(where, each)
        elif isinstance(value, dict):
            for each in value.values():
                yield from self.references(where, each)
        elif isinstance(value, list):
            for each in value:
                yield from self.references(where, each)
        if name in ("Fn::If", "Fn::Join"):
            yield from self.references(where, argument)

    def named(self, where, name):
        if name.startswith("AWS::") or name in self.parameters:
            return
        target, _, attribute = name.partition(".")
        if target not in self.resources:
            yield f"{where}: there is no {target}"
        elif attribute and attribute not in self.types[self.resources[target]["Type"]]["attributes"]:
            yield f"{where}: {self.resources[target]['Type']} has no attribute {attribute}"

    def metric(self, name, alarm):
        namespace = alarm["Namespace"]
        if isinstance(namespace, str) and namespace.startswith("AWS/") and (namespace, alarm["MetricName"]) not in self.metrics:
            yield f"{name}: {namespace} has no metric {alarm['MetricName']}"

    def replacements(self, name, value, properties):
        for field, each in value.items():
            if properties.get(field, {}).get("causesReplacement"):
                for parameter in set(self.parameters) - {"Name"}:
                    if parameter in texts(each) or any(f"${{{parameter}}}" in text for text in texts(each)):
                        yield f"{name}.{field}: another {parameter} replaces it, and what is in it is lost"


if __name__ == "__main__":
    with gzip.open(sys.argv[1]) as packed:
        checker = Checker(json.load(packed)["schema"])
    found = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            for problem in checker.problems(yaml.load(file, Loader=Template)):
                print(f"{path}: {problem}")
                found += 1
    sys.exit(1 if found else 0)
