package io.triskel.target.aws;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import java.util.Map;

/** Names of an existing stream and tables. */
record ExistingNames(String stream, DynamoDbTables tables) {
    private static final String STREAM = "TRISKEL_AWS_STREAM";
    private static final String TABLES = "TRISKEL_AWS_TABLES";

    /** A site on the service itself. */
    static DeployedSite<ExistingNames> deployed(Map<String, String> environment) {
        DeployedSite.require(
                AwsBinding.TARGET, environment, Map.of(STREAM, "the stream", TABLES, "the tables by their prefix"));
        return new DeployedSite<>(
                Environment.CLOUD,
                environment,
                new ExistingNames(
                        environment.getOrDefault(STREAM, ""),
                        new DynamoDbTables(environment.getOrDefault(TABLES, ""))));
    }
}
