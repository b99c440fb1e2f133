package io.triskel.aws;

import io.triskel.aws.dynamodb.DynamoDbStores;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import java.util.Map;

/**
 * Creates a {@link Platform} on Kinesis and DynamoDB.
 *
 * <table>
 * <caption>Environment variables, in addition to those of {@link AwsSettings}</caption>
 * <tr><th>Name</th><th>Meaning</th><th>Default</th></tr>
 * <tr><td>{@code TRISKEL_AWS_STREAM}</td><td>the Kinesis stream</td><td>required</td></tr>
 * <tr><td>{@code TRISKEL_AWS_TABLES}</td><td>the prefix of the DynamoDB tables' names</td><td>required</td></tr>
 * </table>
 */
public final class AwsPlatform {
    /** The variable that names the stream. */
    public static final String STREAM = "TRISKEL_AWS_STREAM";
    /** The variable that holds the prefix of the tables' names. */
    public static final String TABLES = "TRISKEL_AWS_TABLES";

    private AwsPlatform() {}

    /**
     * {@return the platform that the environment describes: {@value #STREAM}, {@value #TABLES} and the variables of
     * {@link AwsSettings}} Closing the platform closes its clients.
     *
     * @param source the CloudEvents source of its events
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static Platform fromEnvironment(String source, TypeRegistry types) {
        return from(System.getenv(), Platform.Settings.of(source, types));
    }

    /** As {@link #fromEnvironment}, with these variables instead of the process's. */
    public static Platform from(Map<String, String> environment, Platform.Settings settings) {
        return open(environment, settings).platform();
    }

    /** As {@link #from}, with the clients and the name that {@link AwsHosting} reads with. */
    static Opened open(Map<String, String> environment, Platform.Settings settings) {
        String stream = environment.getOrDefault(STREAM, "");
        String tables = environment.getOrDefault(TABLES, "");
        if (stream.isBlank() || tables.isBlank()) {
            throw new IllegalArgumentException(
                    "%s must name the stream, it is '%s'; %s must be the prefix of the tables' names, it is '%s'"
                            .formatted(STREAM, stream, TABLES, tables));
        }
        AwsClients clients = AwsClients.of(AwsSettings.from(environment));
        DynamoDbStores stores = DynamoDbStores.of(clients.dynamoDb(), new DynamoDbTables(tables))
                .clock(settings.clock());
        return new Opened(of(settings, clients, stream, keysWrapped(clients, stores), clients::close), clients, stream);
    }

    /** A platform, which closes its clients, and its stream. */
    record Opened(Platform platform, AwsClients clients, String stream) {}

    /**
     * {@return the stores, with the keys of personal data wrapped if the settings name a key} Call this before {@link
     * #of}, or {@code TRISKEL_AWS_KMS_KEY} has no effect. KMS classes are loaded only if a key is named.
     */
    public static DynamoDbStores keysWrapped(AwsClients clients, DynamoDbStores stores) {
        return clients.settings().kmsKey().isEmpty()
                ? stores
                : KmsKeyWrapping.configured(clients).map(stores::keysWrappedBy).orElse(stores);
    }

    /**
     * Limits the requests of a platform's stores to the deadline of the work that begins now: see {@link
     * DynamoDbStores#workUntil}. Does nothing for other stores.
     */
    public static void workUntil(Platform platform, Deadline deadline) {
        if (platform.stores() instanceof DynamoDbStores stores) {
            stores.workUntil(deadline);
        }
    }

    /**
     * {@return the platform on a stream and stores} The Kinesis client is created when the first event is published;
     * its requests run on the publishing thread.
     *
     * @param clients closed by the caller
     */
    public static Platform of(Platform.Settings settings, AwsClients clients, String stream, Stores stores) {
        return of(settings, clients, stream, stores, () -> {});
    }

    private static Platform of(
            Platform.Settings settings, AwsClients clients, String stream, Stores stores, Runnable atClose) {
        return Platform.of(
                settings, stores, () -> KinesisBus.of(clients, stream).withClock(settings.clock()), atClose);
    }
}
