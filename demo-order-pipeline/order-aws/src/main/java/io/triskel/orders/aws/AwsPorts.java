package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsPlatform;
import io.triskel.aws.dynamodb.DynamoDbStores;
import io.triskel.hosting.function.LazyHttpLookup;
import io.triskel.observe.Observer;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.platform.Platform;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Binds the pipeline's ports to Kinesis and DynamoDB. */
public final class AwsPorts {
    /** The base of links for a function that follows none. */
    private static final URI NOWHERE = URI.create("http://orders.invalid/");

    private AwsPorts() {}

    /**
     * Makes the ports; nothing is called yet, and Kinesis has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     * @param executor runs the inbox's calls of one batch, which block
     */
    public static Ports of(
            OrderSettings settings, AwsClients clients, InstantSource clock, Observer observer, Executor executor) {
        DynamoDbStores stores = AwsPlatform.keysWrapped(
                clients,
                DynamoDbStores.of(clients.dynamoDb(), settings.tables())
                        .clock(clock)
                        .inboxRetention(settings.inboxRetention())
                        .executor(executor));
        return new Ports(
                AwsPlatform.of(platform(clock, observer), clients, settings.stream(), stores),
                new LazyHttpLookup(clock, () -> clients.functionUrlCredential(clock)),
                settings.lookupBase().orElse(NOWHERE),
                new SentMessages(stores.replicas()),
                PaymentProvider.simulated());
    }

    private static Platform.Settings platform(InstantSource clock, Observer observer) {
        return Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())
                .clock(clock)
                .observer(observer);
    }
}
