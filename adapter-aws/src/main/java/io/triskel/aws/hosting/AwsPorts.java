package io.triskel.aws.hosting;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsPlatform;
import io.triskel.aws.dynamodb.DynamoDbStores;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.LazyHttpLookup;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Binds an application's ports to Kinesis and DynamoDB. */
public final class AwsPorts {
    /** The base of links for a function that follows none. */
    private static final URI NOWHERE = URI.create("http://application.invalid/");

    private AwsPorts() {}

    /**
     * Makes the ports; nothing is called yet, and Kinesis has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     * @param executor runs the inbox's calls of one batch, which block
     */
    public static Host of(
            FunctionSettings settings, AwsClients clients, InstantSource clock, Observer observer, Executor executor) {
        DynamoDbStores stores = AwsPlatform.keysWrapped(
                clients,
                DynamoDbStores.of(clients.dynamoDb(), settings.tables())
                        .clock(clock)
                        .inboxRetention(settings.inboxRetention())
                        .executor(executor));
        return Host.of(
                AwsPlatform.of(platform(settings.application(), clock, observer), clients, settings.stream(), stores),
                new LazyHttpLookup(clock, () -> clients.functionUrlCredential(clock)),
                settings.lookupBase().orElse(NOWHERE));
    }

    private static Platform.Settings platform(Application application, InstantSource clock, Observer observer) {
        return Applications.settings(application).clock(clock).observer(observer);
    }
}
