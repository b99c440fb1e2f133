package io.triskel.local.azure.eventhubs;

import io.triskel.local.Fault;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.protonj2.engine.Link;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.types.DescribedType;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.jspecify.annotations.Nullable;

/** The links of one connection: finds the target of each link, or rejects the link. */
final class Links {
    private static final Pattern SENDING = Pattern.compile("([^/]+)(?:/Partitions/([^/]+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern RECEIVING =
            Pattern.compile("([^/]+)/ConsumerGroups/([^/]+)/Partitions/([^/]+)", Pattern.CASE_INSENSITIVE);
    private static final Symbol SELECTOR = Symbol.valueOf("apache.org:selector-filter:string");
    private static final Symbol EPOCH = Symbol.valueOf("com.microsoft:epoch");
    private static final Symbol RECEIVER_NAME = Symbol.valueOf("com.microsoft:receiver-name");

    private final EventHubsServer server;
    private final AmqpConnection connection;
    private final ControlNode control;
    private final TransferReader reader = new TransferReader();
    private final Set<HubLink> open = new LinkedHashSet<>();
    private final Set<Subscription> congested = new LinkedHashSet<>();

    Links(EventHubsServer server, AmqpConnection connection) {
        this.server = server;
        this.connection = connection;
        this.control = new ControlNode(server);
    }

    /** Attaches a link on which the client sends. */
    void attach(Receiver receiver) {
        Target target = receiver.getRemoteTarget() instanceof Target found ? found : new Target();
        String address = path(target.getAddress());
        receiver.setSource(receiver.getRemoteSource())
                .setSenderSettleMode(receiver.getRemoteSenderSettleMode())
                .setReceiverSettleMode(receiver.getRemoteReceiverSettleMode())
                .setMaxMessageSize(UnsignedLong.valueOf(Publishing.MOST_BYTES));
        if (ControlNode.isAddress(address)) {
            receiver.setTarget(target);
            control.attach(receiver, address);
        } else {
            attach(receiver, () -> publishing(receiver, target, address));
        }
    }

    /** Attaches a link on which the client receives. */
    void attach(Sender sender) {
        Source source = sender.getRemoteSource() == null ? new Source() : sender.getRemoteSource();
        String address = path(source.getAddress());
        if (sender.getRemoteTarget() instanceof Target target) {
            sender.setTarget(target);
        }
        sender.setSenderSettleMode(sender.getRemoteSenderSettleMode())
                .setReceiverSettleMode(sender.getRemoteReceiverSettleMode());
        if (ControlNode.isAddress(address)) {
            sender.setSource(source);
            control.attach(sender);
        } else {
            attach(sender, () -> subscription(sender, source, address));
        }
    }

    /** Ends the links that the predicate accepts. */
    void detach(Predicate<HubLink> which, HubException reason) {
        for (HubLink link : List.copyOf(open)) {
            if (which.test(link)) {
                link.detach(reason);
                end(link);
            }
        }
    }

    /** Called when the client has read the output: links that waited for this continue. */
    void goOn() {
        if (!congested.isEmpty()) {
            List<Subscription> waiting = List.copyOf(congested);
            congested.clear();
            waiting.forEach(Subscription::pump);
        }
    }

    void isCongested(Subscription subscription) {
        congested.add(subscription);
    }

    /** A session has ended, and its links with it. */
    void ended(Session session) {
        control.ended(session);
        for (HubLink link : List.copyOf(open)) {
            if (link.session() == session) {
                end(link);
            }
        }
    }

    /** The connection has ended. */
    void ended() {
        List.copyOf(open).forEach(this::end);
    }

    void end(HubLink link) {
        if (open.remove(link)) {
            link.ended();
        }
        if (link instanceof Subscription subscription) {
            congested.remove(subscription);
        }
    }

    private void attach(Link<?> link, Supplier<HubLink> opening) {
        Optional<Fault> fault = server.faults().strike("Attach");
        if (fault.isEmpty()) {
            open(link, opening);
            return;
        }
        Runnable struck = fault.get()
                .fold(
                        refused -> () -> refuse(link, new HubException(refused.code(), "An injected fault.")),
                        partly -> () -> refuse(link, new HubException(partly.code(), "An injected fault.")),
                        failed -> () -> refuse(link, new HubException(HubException.INTERNAL, "An injected fault.")),
                        slow -> () -> connection.executeLater(slow.by(), () -> open(link, opening)),
                        lost -> () -> {
                            open(link, opening);
                            detach(
                                    opened -> opened.link() == link,
                                    new HubException(HubException.DETACHED, "An injected fault."));
                        });
        struck.run();
    }

    private void open(Link<?> link, Supplier<HubLink> opening) {
        if (link.isRemotelyClosedOrDetached() || link.getEngine().isShutdown()) {
            return;
        }
        try {
            HubLink opened = opening.get();
            open.add(opened);
            link.parentEndpointClosedHandler(closed -> end(opened));
        } catch (HubException e) {
            refuse(link, e);
        }
    }

    /** AMQP rejects a link by attaching without a terminus and detaching immediately. */
    private static void refuse(Link<?> link, HubException reason) {
        if (!link.isRemotelyClosedOrDetached()) {
            link.open();
            link.setCondition(reason.toError());
            link.close();
        }
    }

    private HubLink publishing(Receiver receiver, Target target, String address) {
        Matcher path = SENDING.matcher(address);
        if (!path.matches()) {
            throw noSuchAddress(address);
        }
        EventHub hub = server.require(path.group(1));
        server.require(control.caller(), Claim.SEND, hub.name());
        Optional<Partition> partition = Optional.ofNullable(path.group(2)).map(hub::partition);
        receiver.setTarget(target);
        Publishing publishing = new Publishing(server, connection, receiver, hub, partition, reader);
        receiver.detachHandler(gone -> {
            end(publishing);
            gone.detach();
        });
        receiver.closeHandler(gone -> {
            end(publishing);
            gone.close();
        });
        publishing.open();
        return publishing;
    }

    private HubLink subscription(Sender sender, Source source, String address) {
        Matcher path = RECEIVING.matcher(address);
        if (!path.matches()) {
            throw noSuchAddress(address);
        }
        EventHub hub = server.require(path.group(1));
        server.require(control.caller(), Claim.LISTEN, hub.name());
        Partition partition = hub.partition(path.group(3));
        Readers readers = hub.readers(path.group(2), partition);
        long from = partition.from(position(source));
        sender.setSource(source);
        Subscription subscription = new Subscription(
                server,
                connection,
                this,
                sender,
                new Subscription.Feed(hub, partition, readers, from),
                name(sender.getRemoteProperties()),
                epoch(sender.getRemoteProperties()));
        sender.detachHandler(gone -> {
            end(subscription);
            gone.detach();
        });
        sender.closeHandler(gone -> {
            end(subscription);
            gone.close();
        });
        subscription.open();
        return subscription;
    }

    private static HubException noSuchAddress(String address) {
        return HubException.notFound(
                address, "Addresses are hub, hub/Partitions/id and hub/ConsumerGroups/group/Partitions/id.");
    }

    private static EventPosition position(Source source) {
        Object filter = source.getFilter() == null ? null : source.getFilter().get(SELECTOR);
        if (filter instanceof DescribedType described) {
            filter = described.getDescribed();
        }
        return filter == null ? EventPosition.START : EventPosition.parse(filter.toString());
    }

    private static OptionalLong epoch(@Nullable Map<Symbol, Object> properties) {
        return properties != null && properties.get(EPOCH) instanceof Number epoch
                ? OptionalLong.of(epoch.longValue())
                : OptionalLong.empty();
    }

    private static String name(@Nullable Map<Symbol, Object> properties) {
        Object name = properties == null ? null : properties.get(RECEIVER_NAME);
        return name == null ? "nil" : name.toString();
    }

    /** The path of an address, which may be a URI. */
    private static String path(@Nullable String address) {
        if (address == null) {
            return "";
        }
        String path = address;
        int scheme = path.toLowerCase(Locale.ROOT).indexOf("://");
        if (scheme >= 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : path.substring(slash);
        }
        return path.replaceAll("^/+|/+$", "");
    }
}
