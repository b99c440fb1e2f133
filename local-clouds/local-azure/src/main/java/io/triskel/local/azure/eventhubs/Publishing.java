package io.triskel.local.azure.eventhubs;

import io.triskel.local.Fault;
import java.util.List;
import java.util.Optional;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Rejected;

/**
 * A link on which a client sends events to a hub, or to one partition of it. A batch is accepted as a whole or not at
 * all.
 */
final class Publishing implements HubLink {
    /**
     * The limit of a message, whether a single event or a batch (Event Hubs documentation, "Quotas", standard tier).
     */
    static final int MOST_BYTES = 1 << 20;

    private static final int CREDIT = 300;

    private final EventHubsServer server;
    private final AmqpConnection connection;
    private final Receiver receiver;
    private final EventHub hub;
    private final Optional<Partition> partition;
    private final TransferReader reader;

    Publishing(
            EventHubsServer server,
            AmqpConnection connection,
            Receiver receiver,
            EventHub hub,
            Optional<Partition> partition,
            TransferReader reader) {
        this.server = server;
        this.connection = connection;
        this.receiver = receiver;
        this.hub = hub;
        this.partition = partition;
        this.reader = reader;
    }

    void open() {
        receiver.deliveryReadHandler(this::received);
        receiver.open();
        receiver.addCredit(CREDIT);
    }

    @Override
    public EventHub hub() {
        return hub;
    }

    @Override
    public Receiver link() {
        return receiver;
    }

    @Override
    public void ended() {
        // The link holds nothing.
    }

    private void received(IncomingDelivery delivery) {
        if (!receiver.isLocallyOpen()) {
            return;
        }
        if (delivery.isAborted()) {
            delivery.settle();
            return;
        }
        if (delivery.available() > MOST_BYTES) {
            detach(new HubException(
                    HubException.TOO_LARGE,
                    "The received message (" + delivery.available() + " bytes so far) exceeds the limit (" + MOST_BYTES
                            + " bytes) currently allowed on the link."));
            return;
        }
        if (delivery.isPartial()) {
            return;
        }
        ProtonBuffer buffer = delivery.readAll();
        byte[] message = new byte[buffer.getReadableBytes()];
        buffer.readBytes(message, 0, message.length);
        try {
            take(delivery, message);
        } catch (HubException e) {
            if (!delivery.isSettled()) {
                delivery.disposition(new Rejected(e.toError()), true);
            }
        }
        // Credit is granted in steps, so that not each message costs a frame.
        if (receiver.isLocallyOpen() && receiver.getCredit() < CREDIT / 2) {
            receiver.addCredit(CREDIT - receiver.getCredit());
        }
    }

    private void take(IncomingDelivery delivery, byte[] message) {
        Optional<Fault> fault = server.faults().strike("Send");
        if (fault.isEmpty()) {
            store(delivery, message);
            accept(delivery);
            return;
        }
        HubException detached = new HubException(HubException.DETACHED, "An injected fault.");
        Runnable struck = fault.get()
                .fold(
                        refused -> () -> reject(refused.code()),
                        partly -> () -> reject(partly.code()),
                        failed -> () -> detach(detached),
                        slow -> () -> {
                            store(delivery, message);
                            connection.executeLater(slow.by(), () -> accept(delivery));
                        },
                        lost -> () -> {
                            store(delivery, message);
                            detach(detached);
                        });
        struck.run();
    }

    private void store(IncomingDelivery delivery, byte[] message) {
        List<IncomingEvent> events = reader.read(message, delivery.getMessageFormat());
        server.units().takeIn(events.size(), message.length);
        partitionOf(events).append(events);
    }

    private Partition partitionOf(List<IncomingEvent> events) {
        String key = events.get(0).partitionKey();
        return partition.orElseGet(() -> key == null ? hub.nextPartition() : hub.partitionOf(key));
    }

    private void accept(IncomingDelivery delivery) {
        if (receiver.isLocallyOpen() && !delivery.isSettled()) {
            delivery.disposition(Accepted.getInstance(), true);
        }
    }

    private static void reject(String code) {
        throw new HubException(code, "An injected fault.");
    }
}
