package io.triskel.aws.hosting;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.hosting.PortUse;
import io.triskel.hosting.manifest.ResourcePermissions;
import java.util.Set;
import java.util.function.Function;

/**
 * The permissions of a function's role: which calls the adapter makes for each use of a port, and what Lambda does on the
 * role's behalf. A resource is the part of an ARN behind region and account; keys of KMS, whose ARNs the deployment knows, have
 * names of their own.
 *
 * <p>A local AWS refuses every call that is not stated here, and a test finds permissions that no run needs ({@code
 * PackagedFunctionsTest}).
 */
final class FunctionPermissions {
    private static final String PERSONAL_KEY = "personalKey";
    private static final String STREAM_KEY = "streamKey";
    private static final String DECRYPT = "kms:Decrypt";
    private static final String GET = "GetItem";
    private static final String PUT = "PutItem";
    private static final String UPDATE = "UpdateItem";
    private static final String DELETE = "DeleteItem";
    private static final String QUERY = "Query";

    /** Stands for the prefix in tables' names, until that of the deployment replaces it. */
    private static final DynamoDbTables TABLES = new DynamoDbTables("t");

    private final String functions;
    private final String stream;
    private final String tables;
    private final String givenUpBucket;
    private final ResourcePermissions permissions = new ResourcePermissions();
    private final ResourcePermissions keys = new ResourcePermissions();

    /**
     * Begins a function's permissions, with none.
     *
     * @param functions what the functions' names begin with
     * @param tables what the tables' names begin with
     */
    FunctionPermissions(String functions, String stream, String tables, String givenUpBucket) {
        this.functions = functions;
        this.stream = stream;
        this.tables = tables;
        this.givenUpBucket = givenUpBucket;
    }

    /** Lets it do this with ports. */
    FunctionPermissions uses(Set<PortUse> uses) {
        uses.forEach(this::use);
        return this;
    }

    private void use(PortUse use) {
        switch (use) {
            case READ_KEYS -> {
                table(DynamoDbTables::keys, GET);
                keys.allow(PERSONAL_KEY, DECRYPT);
            }
            case WRITE_KEYS -> {
                table(DynamoDbTables::keys, GET, PUT);
                keys.allow(PERSONAL_KEY, DECRYPT, "kms:Encrypt");
            }
            case STREAMS -> table(DynamoDbTables::streams, GET, PUT, UPDATE, QUERY);
            case DIRTY_STREAMS -> index(DynamoDbTables::streams, "dirty");
            case SNAPSHOTS -> table(DynamoDbTables::snapshots, GET, PUT);
            case INBOX -> table(DynamoDbTables::inbox, GET, PUT);
            case PARK -> {
                table(DynamoDbTables::parking, GET, PUT, DELETE);
                index(DynamoDbTables::parking, "events");
            }
            case PARK_BEHIND -> {
                use(PortUse.PARK);
                table(DynamoDbTables::parking, "BatchGetItem");
            }
            case REPLAY -> {
                table(DynamoDbTables::parking, GET, "BatchGetItem", PUT, UPDATE, DELETE, QUERY);
                index(DynamoDbTables::parking, "lanes");
            }
            case DUE_LANES -> index(DynamoDbTables::parking, "due");
            case READ_REPLICAS -> table(DynamoDbTables::replicas, GET);
            case WRITE_REPLICAS -> table(DynamoDbTables::replicas, GET, PUT);
            case READ_ROWS -> table(DynamoDbTables::rows, GET);
            case LIST_ROWS -> table(DynamoDbTables::rows, GET, QUERY);
            case WRITE_ROWS -> table(DynamoDbTables::rows, GET, PUT, DELETE, QUERY);
            case SAGAS -> table(DynamoDbTables::sagas, GET, PUT);
            case WAITING_SAGAS -> {
                index(DynamoDbTables::sagas, "due");
                index(DynamoDbTables::sagas, "unsent");
            }
            case PUBLISH -> {
                permissions.allow("stream/" + stream, "kinesis:PutRecords");
                keys.allow(STREAM_KEY, "kms:GenerateDataKey");
            }
            // Both, since October 2025 (Lambda developer guide, "Control access to Lambda function URLs").
            case LOOK_UP ->
                permissions.allow(
                        "function:" + functions + "-http", "lambda:InvokeFunctionUrl", "lambda:InvokeFunction");
        }
    }

    /**
     * Lets the mapping read the stream for it, as this consumer of the stream, and write what is given up: the managed policy {@code
     * AWSLambdaKinesisExecutionRole}, narrowed; Lambda developer guide, "Retain discarded batch records for a Kinesis Data Streams event
     * source".
     */
    FunctionPermissions reads(String streamConsumer) {
        permissions.allow(
                "stream/" + stream,
                "kinesis:DescribeStream",
                "kinesis:DescribeStreamSummary",
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:ListShards");
        keys.allow(STREAM_KEY, DECRYPT);
        permissions.allow("*", "kinesis:ListStreams");
        // Behind the colon stands when the consumer was registered.
        permissions.allow("stream/" + stream + "/consumer/" + streamConsumer + ":*", "kinesis:SubscribeToShard");
        permissions.allow(givenUpBucket, "s3:ListBucket");
        permissions.allow(givenUpBucket + "/*", "s3:PutObject");
        return this;
    }

    /** Lets it start executions of a state machine. */
    FunctionPermissions starts(String stateMachine) {
        permissions.allow("stateMachine:" + stateMachine, "states:StartExecution");
        return this;
    }

    /** Lets it give tasks of state machines their answers, which name a token and no resource. */
    FunctionPermissions answers() {
        permissions.allow("*", "states:SendTaskSuccess");
        return this;
    }

    /** Lets it delete what the parking lot leaves behind. */
    FunctionPermissions collects() {
        table(DynamoDbTables::parking, GET, DELETE, "Scan");
        return this;
    }

    /** Lets it write to its log group, which the deployment creates. */
    FunctionPermissions logs(String function) {
        permissions.allow("log-group:/aws/lambda/" + function + ":*", "logs:CreateLogStream", "logs:PutLogEvents");
        return this;
    }

    private void table(Function<DynamoDbTables, String> table, String... operations) {
        for (String operation : operations) {
            permissions.allow(resource(table), "dynamodb:" + operation);
        }
    }

    /** @throws IllegalStateException if the table has no such index */
    private void index(Function<DynamoDbTables, String> table, String index) {
        TableLayout layout = TABLES.layouts().stream()
                .filter(each -> each.name().equals(table.apply(TABLES)))
                .findFirst()
                .orElseThrow();
        boolean there = layout.indexes().stream().anyMatch(each -> each.name().equals(index))
                || layout.localIndexes().stream().anyMatch(each -> each.name().equals(index));
        if (!there) {
            throw new IllegalStateException("Table " + layout.name() + " has no index " + index);
        }
        permissions.allow(resource(table) + "/index/" + index, "dynamodb:" + QUERY);
    }

    private String resource(Function<DynamoDbTables, String> table) {
        return "table/" + tables + table.apply(TABLES).substring(TABLES.prefix().length());
    }

    /** {@return the permissions, each a resource with its actions} */
    ResourcePermissions permissions() {
        return permissions;
    }

    /**
     * {@return what it may do with keys of KMS} What a stream's own key is needed for: Kinesis developer guide, "Permissions to use
     * user-generated KMS keys".
     */
    ResourcePermissions keys() {
        return keys;
    }
}
