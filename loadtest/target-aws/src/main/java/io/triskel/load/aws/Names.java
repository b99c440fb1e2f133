package io.triskel.load.aws;

import io.triskel.aws.dynamodb.Tables;
import io.triskel.load.DeployedPlace;
import io.triskel.load.Environment;
import java.util.Map;

/** A stream and tables that are there. */
record Names(String stream, Tables tables) {
    private static final String STREAM = "TRISKEL_AWS_STREAM";
    private static final String TABLES = "TRISKEL_AWS_TABLES";

    /** The service itself. */
    static DeployedPlace<Names> deployed(Map<String, String> environment) {
        DeployedPlace.require(
                AwsBinding.TARGET, environment, Map.of(STREAM, "the stream", TABLES, "the tables by their prefix"));
        return new DeployedPlace<>(
                Environment.CLOUD,
                environment,
                new Names(environment.getOrDefault(STREAM, ""), new Tables(environment.getOrDefault(TABLES, ""))));
    }
}
