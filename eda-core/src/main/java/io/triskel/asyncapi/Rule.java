package io.triskel.asyncapi;

import java.util.Locale;

/**
 * What may differ between two contracts. A schema's rules follow from what JSON Schema (draft 7) asserts; which direction
 * breaks is Confluent's definition of backward and forward compatibility, and which keywords count is checked against the
 * lists of Confluent's JSON Schema differences, Atlassian's json-schema-diff and AsyncAPI's diff.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html">backward,
 *     forward, full</a>
 * @see <a
 *     href="https://github.com/confluentinc/schema-registry/blob/master/json-schema-provider/src/main/java/io/confluent/kafka/schemaregistry/json/diff/SchemaDiff.java">a
 *     list of compatible changes; members that an open schema does not declare are treated differently here, see {@link
 *     Reading}</a>
 * @see <a href="https://www.npmjs.com/package/json-schema-diff">changes as sets of values added and removed</a>
 * @see <a href="https://github.com/asyncapi/diff/blob/master/standard-format.md">AsyncAPI's diff: channels, operations,
 *     content types</a>
 */
enum Rule {
    MESSAGE_ADDED,
    MESSAGE_REMOVED,
    MESSAGE_REPLACED,
    CHANNEL,
    CONTENT_TYPE,
    SCHEMA_FORMAT,
    PATTERN,
    ORDERING_KEY,
    SENDER,
    RECEIVER,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    TYPE,
    VALUES,
    REQUIRED,
    BOUND,
    TEXT_PATTERN,
    FORMAT,
    ENCODING,
    PERSONAL,
    CLOSED,
    NAMES,
    CASE,
    OTHER;

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
