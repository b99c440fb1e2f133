package io.triskel.local.azure.eventhubs;

import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.roles.DataAction;
import io.triskel.local.azure.roles.RoleAssignments;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Emulates an Event Hubs namespace on a loopback port, for real SDKs; hubs live in this JVM and are lost with it. */
public final class EventHubsServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventHubsServer.class.getName());
    private static final int TICK_MILLIS = 100;

    private final EventHubsSettings settings;
    private final FaultPlan faults;
    private final SharedAccess access;
    private final StoredBytes storedBytes;
    private final ThroughputUnits units;
    private final Map<String, RoleAssignments> limited = new ConcurrentHashMap<>();
    private final Map<String, EventHub> hubs = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("eventhubs-timer"));
    private final Listener listener;
    private final ScheduledFuture<?> ticks;

    private EventHubsServer(EventHubsSettings settings, FaultPlan faults) {
        this.settings = settings;
        this.faults = faults;
        this.access = new SharedAccess(settings.clock());
        this.storedBytes = new StoredBytes(settings.maxStoredBytes());
        this.units = new ThroughputUnits(settings);
        this.listener = Listener.start(this);
        this.ticks = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts serving.
     *
     * @param faults the faults to inject: operations are {@code Attach} (a link), {@code Send} (a batch) and {@code
     *     Receive} (a delivery of several events). Refused answers with its condition, Failed detaches the link before
     *     the operation, Slow answers late, LostResponse detaches the link after the operation
     */
    public static EventHubsServer start(EventHubsSettings settings, FaultPlan faults) {
        return new EventHubsServer(settings, faults);
    }

    /** The connection string of the whole namespace. */
    public String connectionString() {
        return connectionStringWith(access.credentials());
    }

    /**
     * {@return a connection string for one identity, limited to its roles} A separate key replaces the identity's
     * token.
     */
    public String connectionString(String identity, RoleAssignments roles) {
        access.add(identity);
        limited.put(identity, roles);
        return connectionStringWith(access.credentials(identity));
    }

    private String connectionStringWith(String credentials) {
        return "Endpoint=sb://127.0.0.1:" + listener.port() + ";" + credentials + ";UseDevelopmentEmulator=true";
    }

    /**
     * {@return the holder of a connection string: an identity, or empty text for the namespace itself; empty if it
     * belongs to another namespace}
     */
    public Optional<String> holder(String connectionString) {
        return connectionString.equals(connectionString())
                ? Optional.of("")
                : limited.keySet().stream()
                        .filter(identity -> connectionString.equals(connectionStringWith(access.credentials(identity))))
                        .findFirst();
    }

    /** {@return the service's words if an identity may not receive from a hub; identities without roles may} */
    public Optional<String> receivingRefusal(String identity, String hub) {
        return refusal(identity, Claim.LISTEN, hub).map(HubException::getMessage);
    }

    /** Throws if a caller may not do this with a hub. */
    void require(String caller, Claim claim, String hub) {
        refusal(caller, claim, hub).ifPresent(refused -> {
            throw refused;
        });
    }

    private Optional<HubException> refusal(String caller, Claim claim, String hub) {
        RoleAssignments roles = limited.get(caller);
        return roles == null || roles.allow(caller, new DataAction(claim.action(), "eventhubs/" + hub))
                ? Optional.empty()
                : Optional.of(HubException.unauthorized(claim.text(), settings.namespace(), hub));
    }

    public int port() {
        return listener.port();
    }

    public EventHubsSettings settings() {
        return settings;
    }

    /** The faults to inject; may be armed at any time. */
    public FaultPlan faults() {
        return faults;
    }

    /** Creates a hub with the consumer group {@code $Default}. */
    public EventHub createHub(String name, int partitions) {
        EventHub hub = new EventHub(name, partitions, settings, storedBytes);
        if (hubs.putIfAbsent(key(name), hub) != null) {
            throw new IllegalArgumentException("There is an event hub " + name + " already");
        }
        return hub;
    }

    public EventHub hub(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("There is no event hub " + name));
    }

    /** Deletes a hub with its events; links to it are detached. */
    public void deleteHub(String name) {
        EventHub hub = hub(name);
        if (hubs.remove(key(name), hub)) {
            hub.closeCaptures();
            listener.detach(link -> link.hub() == hub, HubException.notFound(hub.name(), "It was deleted."));
            hub.partitions().forEach(Partition::delete);
        }
    }

    /** Detaches all links, as the service does when it moves a hub; clients attach again. */
    public void detachAll() {
        listener.detach(
                link -> true,
                new HubException(
                        HubException.DETACHED, "The link is force detached by the broker, it may be attached anew."));
    }

    /** The bytes of events that all hubs keep. */
    public long storedBytes() {
        return storedBytes.used();
    }

    Optional<EventHub> find(String name) {
        return Optional.ofNullable(hubs.get(key(name)));
    }

    /** The hub of a client's request. */
    EventHub require(String name) {
        return find(name)
                .orElseThrow(() -> HubException.notFound(name, "There is no such event hub in this namespace."));
    }

    ThroughputUnits units() {
        return units;
    }

    SharedAccess access() {
        return access;
    }

    private void tick() {
        for (EventHub hub : hubs.values()) {
            try {
                hub.tick();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Upkeep of event hub " + hub.name() + " failed", e);
            }
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            listener.close();
            ticks.cancel(false);
            timer.shutdownNow();
            hubs.values().forEach(EventHub::closeCaptures);
        }
    }
}
