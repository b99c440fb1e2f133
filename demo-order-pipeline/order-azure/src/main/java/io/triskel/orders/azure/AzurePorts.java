package io.triskel.orders.azure;

import com.azure.data.tables.TableServiceClient;
import io.triskel.azure.AzureClients;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableEventStore;
import io.triskel.azure.tables.TableInbox;
import io.triskel.azure.tables.TableParkingLot;
import io.triskel.azure.tables.TablePersonalKeys;
import io.triskel.azure.tables.TableReadModel;
import io.triskel.azure.tables.TableReplicas;
import io.triskel.azure.tables.TableSagaStore;
import io.triskel.azure.tables.TableSnapshots;
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
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Binds the pipeline's ports to Event Hubs and Table Storage. */
public final class AzurePorts {
    /** An order has some twenty events; beyond this, events are held in the hub and not parked. */
    private static final int PARKED_IN_A_LANE = 1_000;

    private AzurePorts() {}

    /**
     * Makes the ports; nothing is called yet, and Event Hubs has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     * @param executor runs the inbox's calls of one batch, which block
     */
    public static Ports of(
            OrderSettings settings, AzureClients clients, InstantSource clock, Observer observer, Executor executor) {
        TableServiceClient service = clients.tables();
        AzureTables tables = settings.tables();
        PersonalKeys keys = new TablePersonalKeys(service, tables).cached(clock);
        EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(keys);
        TableEventStore store = new TableEventStore(service, tables, events, clock);
        TableReplicas replicas = new TableReplicas(service, tables);
        EventHubsBus bus = new EventHubsBus(() -> clients.producer(settings.hub()), clients.callTimeout(), clock);
        return new Ports(
                events,
                StateCodec.of().withPersonal(keys),
                keys,
                store,
                store,
                Optional.of(new TableSnapshots(service, tables)),
                new TableInbox(service, tables, executor),
                new TableParkingLot(service, tables, clock, PARKED_IN_A_LANE),
                new TableSagaStore(service, tables),
                replicas,
                new TableReadModel(service, tables),
                OrderedPublisher.builder(bus, events)
                        .clock(clock)
                        .observer(observer)
                        .build(),
                new LazyHttpLookup(clock),
                settings.lookupBase(),
                new SentMessages(replicas),
                PaymentProvider.simulated(),
                clock,
                observer);
    }
}
