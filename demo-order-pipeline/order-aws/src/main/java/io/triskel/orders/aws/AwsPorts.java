package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.dynamodb.DynamoDbEventStore;
import io.triskel.aws.dynamodb.DynamoDbInbox;
import io.triskel.aws.dynamodb.DynamoDbParkingLot;
import io.triskel.aws.dynamodb.DynamoDbPersonalKeys;
import io.triskel.aws.dynamodb.DynamoDbReadModel;
import io.triskel.aws.dynamodb.DynamoDbReplicas;
import io.triskel.aws.dynamodb.DynamoDbSagaStore;
import io.triskel.aws.dynamodb.DynamoDbSnapshots;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.StateCodec;
import io.triskel.observe.Observer;
import io.triskel.orders.function.LazyHttpLookup;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.publish.OrderedPublisher;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Binds the pipeline's ports to Kinesis and DynamoDB. */
public final class AwsPorts {
    /** Longer than a stream may keep its records (365 days), so that no record comes again to an inbox that has forgotten it. */
    private static final Duration INBOX_RETENTION = Duration.ofDays(400);

    /** Where links lead for a function that follows none. */
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
        DynamoDbClient dynamoDb = clients.dynamoDb();
        DynamoDbTables tables = settings.tables();
        PersonalKeys keys = new DynamoDbPersonalKeys(dynamoDb, tables).cached(clock);
        EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(keys);
        DynamoDbEventStore store = DynamoDbEventStore.of(dynamoDb, tables, events, clock);
        DynamoDbReplicas replicas = new DynamoDbReplicas(dynamoDb, tables);
        // Sent by the calling thread: a function publishes what one event or one tick led to, which is one request.
        KinesisBus bus = new KinesisBus(
                clients::kinesis,
                clients.callTimeout(),
                settings.stream(),
                () -> UUID.randomUUID().toString(),
                clock,
                Runnable::run);
        return new Ports(
                events,
                StateCodec.of().withPersonal(keys),
                keys,
                store,
                store,
                Optional.of(new DynamoDbSnapshots(dynamoDb, tables)),
                new DynamoDbInbox(dynamoDb, tables, INBOX_RETENTION, executor),
                new DynamoDbParkingLot(dynamoDb, tables, clock, DynamoDbParkingLot.MOST_EVENTS),
                new DynamoDbSagaStore(dynamoDb, tables),
                replicas,
                new DynamoDbReadModel(dynamoDb, tables),
                OrderedPublisher.builder(bus, events)
                        .clock(clock)
                        .observer(observer)
                        .build(),
                new LazyHttpLookup(clock),
                settings.lookupBase().orElse(NOWHERE),
                new SentMessages(replicas),
                PaymentProvider.simulated(),
                clock,
                observer);
    }
}
