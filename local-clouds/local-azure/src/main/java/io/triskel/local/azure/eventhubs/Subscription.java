package io.triskel.local.azure.eventhubs;

import io.triskel.local.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.encoders.ProtonEncoderFactory;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.impl.ProtonDeliveryTagGenerator;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.DeliveryAnnotations;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;

/**
 * A link on which a client receives a partition: a position in its log that advances as far as credit, quota and the
 * socket allow.
 */
final class Subscription implements HubLink, Readers.Reader {
    private static final Symbol RUNTIME_METRIC = Symbol.valueOf("com.microsoft:enable-receiver-runtime-metric");
    private static final int PAGE = 256;
    private static final int PAGE_BYTES = 1 << 20;
    private static final Duration THROTTLED = Duration.ofMillis(10);

    private final EventHubsServer server;
    private final AmqpConnection connection;
    private final Links links;
    private final Sender sender;
    private final Feed feed;
    private final String name;
    private final OptionalLong epoch;
    private final Optional<Encoder> metrics;
    private final boolean presettled;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable wake = this::wake;
    private final List<LogEvent> page = new ArrayList<>();
    private long next;
    private boolean paused;
    private boolean struck;

    Subscription(
            EventHubsServer server,
            AmqpConnection connection,
            Links links,
            Sender sender,
            Feed feed,
            String name,
            OptionalLong epoch) {
        this.server = server;
        this.connection = connection;
        this.links = links;
        this.sender = sender;
        this.feed = feed;
        this.name = name;
        this.epoch = epoch;
        this.next = feed.from();
        this.presettled = sender.getSenderSettleMode() == SenderSettleMode.SETTLED;
        Symbol[] desired = sender.getRemoteDesiredCapabilities();
        boolean wantsMetrics = desired != null && Arrays.asList(desired).contains(RUNTIME_METRIC);
        this.metrics = wantsMetrics ? Optional.of(ProtonEncoderFactory.create()) : Optional.empty();
    }

    /** The partition that a link reads, its readers, and the sequence number to begin at. */
    record Feed(EventHub hub, Partition partition, Readers readers, long from) {}

    /** @throws HubException if the partition's other readers exclude this one */
    void open() {
        feed.readers().admit(this);
        if (metrics.isPresent()) {
            sender.setOfferedCapabilities(RUNTIME_METRIC);
        }
        sender.setDeliveryTagGenerator(ProtonDeliveryTagGenerator.BUILTIN.POOLED.createGenerator());
        sender.deliveryStateUpdatedHandler(delivery -> {
            if (delivery.isRemotelySettled() && !delivery.isSettled()) {
                delivery.settle();
            }
        });
        sender.creditStateUpdateHandler(credit -> pump());
        sender.open();
        feed.partition().onArrival(wake);
        // Runs after the link's attach is written, when the client gives credit.
        connection.execute(this::pump);
    }

    @Override
    public EventHub hub() {
        return feed.hub();
    }

    @Override
    public Sender link() {
        return sender;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong epoch() {
        return epoch;
    }

    @Override
    public void steal(String message) {
        connection.execute(() -> {
            detach(new HubException(HubException.STOLEN, message));
            links.end(this);
        });
    }

    @Override
    public void ended() {
        feed.partition().endArrivals(wake);
        feed.readers().leave(this);
    }

    /** Schedules a pump; callable from any thread. Several calls before the pump runs count as one. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            connection.execute(() -> {
                woken.set(false);
                pump();
            });
        }
    }

    /** Delivers as many events as credit, quota and the socket allow. */
    void pump() {
        while (!paused && sender.isLocallyOpen() && sender.isSendable()) {
            if (connection.isCongested()) {
                links.isCongested(this);
                return;
            }
            page.clear();
            feed.partition().take(next, Math.min(PAGE, sender.getCredit()), PAGE_BYTES, page);
            if (page.isEmpty()) {
                break;
            }
            deliver();
        }
        if (!paused && sender.isLocallyOpen() && sender.isDraining()) {
            sender.drained();
        }
    }

    private void deliver() {
        Optional<Fault> fault = struck ? Optional.empty() : server.faults().strike("Receive");
        struck = false;
        if (fault.isEmpty()) {
            send();
            return;
        }
        HubException detached = new HubException(HubException.DETACHED, "An injected fault.");
        Runnable effect = fault.get()
                .fold(
                        refused -> () -> end(new HubException(refused.code(), "An injected fault.")),
                        partly -> () -> end(new HubException(partly.code(), "An injected fault.")),
                        failed -> () -> end(detached),
                        slow -> () -> {
                            struck = true;
                            pause(slow.by());
                        },
                        lost -> () -> {
                            send();
                            end(detached);
                        });
        effect.run();
    }

    private void end(HubException reason) {
        detach(reason);
        links.end(this);
    }

    private void send() {
        for (LogEvent event : page) {
            if (!sender.isSendable()) {
                return;
            }
            if (!server.units().takeOut(event.encoded().length)) {
                pause(THROTTLED);
                return;
            }
            OutgoingDelivery delivery = sender.next();
            delivery.setMessageFormat(0);
            if (presettled) {
                delivery.disposition(Accepted.getInstance(), true);
            }
            delivery.writeBytes(encoded(event));
            next = event.sequenceNumber() + 1;
        }
    }

    private void pause(Duration time) {
        paused = true;
        connection.executeLater(time, () -> {
            paused = false;
            pump();
        });
    }

    private ProtonBuffer encoded(LogEvent event) {
        if (metrics.isEmpty()) {
            return ProtonByteArrayBufferAllocator.wrapped(event.encoded());
        }
        Partition.Last last = feed.partition().last();
        Map<Symbol, Object> annotations = new LinkedHashMap<>();
        annotations.put(Symbol.valueOf("last_enqueued_sequence_number"), last.sequenceNumber());
        annotations.put(Symbol.valueOf("last_enqueued_offset"), Long.toString(last.offset()));
        annotations.put(
                Symbol.valueOf("last_enqueued_time_utc"), Date.from(Instant.ofEpochMilli(last.enqueuedMillis())));
        annotations.put(
                Symbol.valueOf("runtime_info_retrieval_time_utc"),
                Date.from(server.settings().clock().instant()));
        ProtonBuffer message = ProtonByteArrayBufferAllocator.allocator().allocate(event.encoded().length + 256);
        Encoder encoder = metrics.get();
        encoder.writeObject(message, encoder.newEncoderState(), new DeliveryAnnotations(annotations));
        return message.writeBytes(event.encoded());
    }
}
