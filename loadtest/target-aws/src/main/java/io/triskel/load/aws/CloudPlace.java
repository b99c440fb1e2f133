package io.triskel.load.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.dynamodb.Tables;
import io.triskel.load.Environment;
import java.util.Map;

/** The service itself, with a stream and tables that somebody has deployed for tests. */
record CloudPlace(Map<String, String> variables, Names names) implements AwsPlace {
    private static final String STREAM = "TRISKEL_AWS_STREAM";
    private static final String TABLES = "TRISKEL_AWS_TABLES";

    CloudPlace {
        variables = Map.copyOf(variables);
    }

    static CloudPlace of(Map<String, String> environment) {
        String stream = text(environment, STREAM);
        String tables = text(environment, TABLES);
        if (stream.isBlank() || tables.isBlank()) {
            throw new IllegalArgumentException(
                    "TRISKEL_CONTRACTS=aws runs on the service, with a stream and tables that are"
                            + " there for tests alone. " + STREAM + " names the stream, it is '" + stream + "'; "
                            + TABLES
                            + " is the tables' prefix, it is '" + tables + "'");
        }
        return new CloudPlace(environment, new Names(stream, new Tables(tables)));
    }

    private static String text(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "");
    }

    @Override
    public Environment environment() {
        return Environment.CLOUD;
    }

    @Override
    public Names fresh(AwsClients clients) {
        return names;
    }

    @Override
    public Names freshStream(AwsClients clients) {
        return names;
    }

    @Override
    public void close() {
        // What was deployed stays.
    }
}
