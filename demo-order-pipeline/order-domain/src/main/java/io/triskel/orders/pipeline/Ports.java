package io.triskel.orders.pipeline;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.StateCodec;
import io.triskel.inbox.Inbox;
import io.triskel.notify.Lookup;
import io.triskel.observe.Observer;
import io.triskel.orders.notification.Mailbox;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.publish.EventPublisher;
import io.triskel.saga.SagaStore;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * All that the pipeline needs from outside; a target binds each to what it has.
 *
 * @param events with the types of {@link OrderTypes}, and the keys of personal data
 * @param states with the same keys
 * @param keys of personal data, the same that the codecs use
 * @param store of event streams
 * @param outbox of the same store
 * @param snapshots of long streams, if the target keeps any
 * @param inbox of consumers that cannot recognise repeats by themselves
 * @param parking where events go that cannot be handled
 * @param sagas of saga instances
 * @param replicas of other services' entities
 * @param readModel of the order view
 * @param publisher to the bus
 * @param lookup how links are asked
 * @param lookupBase where links to orders lead, an absolute address that ends in {@code /}
 * @param mailbox to customers
 * @param provider of payments
 * @param clock of everything
 * @param observer of everything
 */
public record Ports(
        EventCodec events,
        StateCodec states,
        PersonalKeys keys,
        EventStore store,
        Outbox outbox,
        Optional<Snapshots> snapshots,
        Inbox inbox,
        ParkingLot parking,
        SagaStore sagas,
        Replicas replicas,
        ReadModel readModel,
        EventPublisher publisher,
        Lookup lookup,
        URI lookupBase,
        Mailbox mailbox,
        PaymentProvider provider,
        InstantSource clock,
        Observer observer) {}
