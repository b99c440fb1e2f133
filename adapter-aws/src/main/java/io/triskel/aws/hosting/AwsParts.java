package io.triskel.aws.hosting;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Described;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.ManifestFunction;
import io.triskel.hosting.manifest.ManifestParts;
import java.util.List;
import java.util.Optional;

/** What the manifest of a package says in AWS's own words; {@code docs/manifest.md} has what each field means. */
public record AwsParts(
        @JsonProperty("package") @Described(value = "The file to deploy.", pattern = "^[a-z0-9-]+\\.zip$")
        String file,

        String region,
        @Described("The Kinesis stream.") EventStream stream,

        @Described(
                "The Firehose delivery stream that keeps all events; it must read the stream before the first event is"
                        + " published.")
        Archive archive,

        @Described(value = "The functions.", atLeast = 3) List<Lambda> functions,

        @Described(value = "The DynamoDB tables.", atLeast = 1)
        List<Table> tables,

        @Described("Only in the manifest of an application whose process Step Functions runs: the state machine.")
        Optional<Engine> engine)
        implements ManifestParts<AwsParts.Lambda> {
    @Override
    public Optional<Count> busRetention() {
        return Optional.of(Count.of(stream.retentionHours()));
    }

    @Override
    public List<Environment> environments() {
        return functions.stream().map(Lambda::environment).toList();
    }

    @Override
    public List<String> rebuildingConsumers() {
        return archive.rebuilds();
    }

    /** The stream that all events are published to. */
    public record EventStream(
            String name,
            Count shards,
            int retentionHours,
            @Described(only = "KMS") String encryption) {}

    /** The delivery stream to the bucket of the archive. */
    public record Archive(
            @Described(only = "firehose") String type,
            String name,
            String stream,
            String bucket,
            String prefix,
            String errorOutputPrefix,
            int bufferMiB,
            Count bufferSeconds,
            @Described(only = "GZIP") String compression,
            @Described(only = "AppendDelimiterToRecord") String processor,

            @Described(
                    "Consumers of the stream that rebuild a view from the archive and what the stream still has; they"
                            + " need nothing.")
            List<String> rebuilds) {}

    /** A function. */
    public record Lambda(
            String name,
            @Described("What calls it.") FunctionRole role,

            @Described(pattern = "^[A-Za-z0-9_.]+(::[a-zA-Z]+)?$")
            String handler,

            @Described(only = {"java21", "java25", "nodejs22.x", "python3.13"})
            String runtime,

            @JsonProperty("package") @Described("The file to deploy, if the function is not in Java.")
            Optional<String> file,

            Count memoryMiB,
            Count timeoutSeconds,
            boolean snapStart,
            Environment environment,

            @Described("Who may call it, if it is behind HTTP.")
            Optional<Access> access,

            @Described("The functions whose identities call it, and must be let in where it is closed.")
            Optional<List<String>> callers,

            @Described("Whose events it handles, if its role is `events`.")
            Optional<String> consumer,

            Optional<Trigger> trigger,

            @Described(
                    value = "What the function's role may do, least privilege; a resource is the part of an ARN behind"
                            + " region and account.",
                    atLeast = 1)
            List<Permission> permissions,

            @Described("What the role may do with keys of KMS, where they are used: the one that wraps keys of persons,"
                    + " and one of the deployer's that encrypts the stream.")
            List<KeyPermission> keyPermissions)
            implements ManifestFunction {
        /** {@return by what it reads the stream, if it does} */
        public Optional<EventSourceMapping> mapping() {
            return trigger.filter(EventSourceMapping.class::isInstance).map(EventSourceMapping.class::cast);
        }

        @Override
        public boolean letsAnybodyIn() {
            return access.filter(Access::isPublic).isPresent();
        }
    }

    /** What calls a function. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(FunctionUrl.class),
        @JsonSubTypes.Type(EventSourceMapping.class),
        @JsonSubTypes.Type(Schedule.class)
    })
    public sealed interface Trigger {}

    /** Calls over HTTP, by an address of the function's own. */
    @JsonTypeName("functionUrl")
    public record FunctionUrl() implements Trigger {}

    /** Batches of the stream. */
    @JsonTypeName("eventSourceMapping")
    public record EventSourceMapping(
            String stream,

            @Described(
                    "The consumer with enhanced fan-out that is registered with the stream and that the mapping reads"
                            + " as.")
            String streamConsumer,

            @Described(only = "TRIM_HORIZON") String startingPosition,
            int batchSize,
            Count batchWindowMillis,
            int parallelizationFactor,
            @Described(only = "-1") int maximumRetryAttempts,
            int maximumRecordAgeSeconds,
            @Described(only = "false") boolean bisectBatchOnFunctionError,

            @Described(only = "ReportBatchItemFailures", atLeast = 1)
            List<String> functionResponseTypes,

            @Described("The destination of records given up because of their age.")
            Destination onFailure)
            implements Trigger {}

    /** A bucket. */
    public record Destination(@Described(only = "s3") String type, String bucket) {}

    /** The clock. */
    @JsonTypeName("schedule")
    public record Schedule(int everySeconds, int maximumRetryAttempts, int maximumEventAgeSeconds) implements Trigger {}

    /** Actions on one resource. */
    public record Permission(
            String resource,

            @Described(pattern = "^[a-z0-9]+:[A-Za-z]+$", atLeast = 1)
            List<String> actions) {}

    /** Actions on a key of KMS, whose ARN the deployment knows. */
    public record KeyPermission(
            @Described(only = {"personalKey", "streamKey"}) String resource,

            @Described(
                    only = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"},
                    atLeast = 1)
            List<String> actions) {}

    /** A table. */
    public record Table(
            @Described("The body of CreateTable.") CreateTable createTable,

            @Described("The attribute for UpdateTimeToLive.")
            Optional<String> timeToLive) {
        /** Stands for the prefix in tables' names, until the placeholder replaces it. */
        private static final String ANY_PREFIX = "t";

        /** {@return all tables, in CloudFormation's names of a {@code CreateTable} request} */
        static List<Table> all(String prefix) {
            return new DynamoDbTables(ANY_PREFIX)
                    .layouts().stream()
                            .map(layout -> of(layout, prefix + layout.name().substring(ANY_PREFIX.length())))
                            .toList();
        }

        private static Table of(TableLayout layout, String name) {
            return new Table(
                    Manifest.read(layout.createTable(), CreateTable.class).named(name), layout.timeToLive());
        }

        /** {@return the request that creates it, as JSON} */
        public String request() {
            return Manifest.tree(createTable).toString();
        }
    }

    /** A request of DynamoDB's API. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record CreateTable(
            String tableName,
            @Described(only = "PAY_PER_REQUEST") String billingMode,
            @Described(atLeast = 1) List<KeyElement> keySchema,
            Optional<List<Index>> localSecondaryIndexes,
            Optional<List<Index>> globalSecondaryIndexes,
            List<AttributeDefinition> attributeDefinitions) {
        CreateTable named(String name) {
            return new CreateTable(
                    name, billingMode, keySchema, localSecondaryIndexes, globalSecondaryIndexes, attributeDefinitions);
        }
    }

    /** An attribute of a key. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record KeyElement(
            String attributeName,
            @Described(only = {"HASH", "RANGE"}) String keyType) {}

    /** A secondary index. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record Index(
            String indexName, @Described(atLeast = 1) List<KeyElement> keySchema, Projection projection) {}

    /** What an index has of a row. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record Projection(@Described(only = "KEYS_ONLY") String projectionType) {}

    /** The type of a key's attribute. */
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record AttributeDefinition(
            String attributeName,
            @Described(only = {"S", "N"}) String attributeType) {}

    /** Step Functions, in the place of the saga. */
    public record Engine(
            @Described(only = "STANDARD") String type,
            String name,

            @Described("The function that the machine asks for each command; nothing else calls it.")
            Lambda asks,

            @Described("What the machine's role may do.") List<Permission> permissions,
            @Described("The exported state machine.") String definition) {}
}
