package io.triskel.target.aws;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import java.util.Map;

/** Names of an existing stream and tables. */
record ExistingNames(String stream, DynamoDbTables tables) {
    private static final String STREAM = "TRISKEL_AWS_STREAM";
    private static final String TABLES = "TRISKEL_AWS_TABLES";

    /** {@return the variables that name these} */
    Map<String, String> variables() {
        return Map.of(STREAM, stream, TABLES, tables.prefix());
    }

    private static boolean isHere(String address) {
        return address.matches("https?://(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?(/.*)?");
    }

    /** A site on the service itself, or on an emulator if the stream's address is one of this machine. */
    static DeployedSite<ExistingNames> deployed(Map<String, String> environment) {
        DeployedSite.require(
                AwsBinding.TARGET, environment, Map.of(STREAM, "the stream", TABLES, "the tables by their prefix"));
        return new DeployedSite<>(
                isHere(environment.getOrDefault("AWS_ENDPOINT_URL_KINESIS", ""))
                        ? Environment.EMULATOR
                        : Environment.CLOUD,
                environment,
                new ExistingNames(
                        environment.getOrDefault(STREAM, ""),
                        new DynamoDbTables(environment.getOrDefault(TABLES, ""))));
    }
}
