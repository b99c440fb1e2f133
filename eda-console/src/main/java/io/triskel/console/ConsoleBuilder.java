package io.triskel.console;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.asyncapi.AsyncApi;
import io.triskel.codec.JsonObject;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventType;
import io.triskel.platform.Platform;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Builds a {@link Console}; everything has a default. */
public final class ConsoleBuilder {
    private final Platform platform;
    private final JsonObject about = JsonObject.empty().set("schema", 1);
    private final JsonObject laneInfo = JsonObject.empty().set("id", "here").set("title", "This process");
    private final List<EventConsumer> consumers = new ArrayList<>();
    private final List<String> streams = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();
    private Optional<FlowObserver> flow = Optional.empty();
    private Optional<Supplier<AsyncApi>> asyncApi = Optional.empty();
    private Optional<Console.Replays> replays = Optional.empty();
    private Optional<Console.Rebuilds> rebuilds;
    private Optional<Console.Places> places = Optional.empty();
    private Optional<Faults> faults = Optional.empty();
    private Supplier<Map<String, Long>> waiting = Map::of;
    private final Set<EventType> compensations = new HashSet<>();
    private Function<HttpExchange, String> identity = exchange -> System.getProperty("user.name");
    private Duration refresh = Duration.ofSeconds(5);
    private boolean mayAct = true;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private Optional<SSLContext> tls = Optional.empty();

    ConsoleBuilder(Platform platform) {
        this.platform = platform;
        this.rebuilds = Console.rebuildsOf(platform);
        about.set("application", platform.settings().source())
                .set("environment", JsonObject.empty().set("name", "local").set("deployed", false));
    }

    /** Names the application. Default: the platform's source. */
    public ConsoleBuilder application(String name) {
        about.set("application", name);
        return this;
    }

    /**
     * Names the environment. Default: {@code local}, not deployed.
     *
     * @param deployed whether it is more than this machine: then the page has no faults to start
     */
    public ConsoleBuilder environment(String name, boolean deployed) {
        about.set("environment", JsonObject.empty().set("name", name).set("deployed", deployed));
        return this;
    }

    /** Names the lane that this console is in a page of several. Default: {@code here}. */
    public ConsoleBuilder lane(String id, String title) {
        laneInfo.set("id", id).set("title", title);
        return this;
    }

    /**
     * Says what the lane runs on.
     *
     * @param evidence {@code memory}, {@code emulator} or {@code cloud}
     * @param bus the name of its bus
     */
    public ConsoleBuilder evidence(String evidence, String bus) {
        laneInfo.set("evidence", evidence).set("bus", bus);
        return this;
    }

    /** Shows the flow that this observer of the platform sees. Default: no flow. */
    public ConsoleBuilder flow(FlowObserver observer) {
        flow = Optional.of(observer);
        return this;
    }

    /** Adds consumers that the application built without {@link Platform#consumer} or {@link Platform#host}. */
    public ConsoleBuilder consumers(Collection<EventConsumer> built) {
        consumers.addAll(built);
        return this;
    }

    /** Names the streams that belong to an id, such as {@code order-{id}}. Default: only the stream of that very name. */
    public ConsoleBuilder streams(String... patterns) {
        streams.addAll(List.of(patterns));
        return this;
    }

    /** Adds patterns, keys and senders of event types to the catalogue, from a document that the first page asks for. Default: types only. */
    public ConsoleBuilder asyncApi(Supplier<AsyncApi> document) {
        asyncApi = Optional.of(document);
        return this;
    }

    /** Replays otherwise than in this process. */
    public ConsoleBuilder replays(Console.Replays other) {
        replays = Optional.of(other);
        return this;
    }

    /** Rebuilds views with this. Default: views of a platform in memory are rebuilt, others are not. */
    public ConsoleBuilder rebuilds(Console.Rebuilds host) {
        rebuilds = Optional.of(host);
        return this;
    }

    /** Lets the page place an order. Default: it cannot. */
    public ConsoleBuilder places(Console.Places by) {
        places = Optional.of(by);
        return this;
    }

    /**
     * Offers faults. Default: there are none, and no path for them.
     *
     * @see #environment what a deployed environment has none of, whatever is given here
     */
    public ConsoleBuilder faults(Faults of) {
        faults = Optional.of(of);
        return this;
    }

    /** Shows in the flow how many events wait for which consumer, as this says while a page shows it. Default: nobody knows. */
    public ConsoleBuilder waiting(Supplier<Map<String, Long>> byConsumer) {
        waiting = byConsumer;
        return this;
    }

    /** Marks events of these registered types as compensations in the flow. */
    public ConsoleBuilder compensations(Class<?>... types) {
        List.of(types).forEach(type -> compensations.add(platform.types().requireTypeOf(type)));
        return this;
    }

    /** Refuses every action. */
    public ConsoleBuilder readOnly() {
        mayAct = false;
        return this;
    }

    /** Says who asks, for the record of actions. Default: the user of the operating system who runs this process. */
    public ConsoleBuilder identity(Function<HttpExchange, String> of) {
        identity = of;
        return this;
    }

    /** Sets how old what stores say may be on an open page, at least 250 ms. Default: 5 s. */
    public ConsoleBuilder refresh(Duration every) {
        if (every.toMillis() < 250) {
            throw new IllegalArgumentException("refresh must be at least 250 ms, not " + every);
        }
        refresh = every;
        return this;
    }

    /** Answers to these host names, too: those of a proxy, or of the address that it {@linkplain #listen listens} on. */
    public ConsoleBuilder hosts(String... names) {
        hosts.addAll(List.of(names));
        return this;
    }

    /** Listens on another address than loopback, by TLS. Reading then needs the token, too. */
    public ConsoleBuilder listen(InetAddress on, SSLContext by) {
        address = on;
        tls = Optional.of(by);
        return this;
    }

    /**
     * Listens on another address than loopback without TLS: everybody on the network path reads all answers and the token,
     * and can then act. Only for a network that you trust, such as one between containers.
     */
    public ConsoleBuilder listenUnencrypted(InetAddress on) {
        address = on;
        tls = Optional.empty();
        return this;
    }

    /**
     * Starts a console with a server of its own.
     *
     * @param port 0 for one that the system picks
     * @throws UncheckedIOException if the port cannot be had
     */
    public Console start(int port) {
        Served served = Served.on(new InetSocketAddress(address, port), tls);
        hosts.add(served.host());
        Console console = build(served);
        served.serve(console.handler());
        return console;
    }

    /** {@return a console without a server, for {@link Console#handler}; who reaches it is the application's decision} */
    public Console build() {
        return build(Served.elsewhere());
    }

    private Console build(Served served) {
        ConsoleParts parts = new ConsoleParts(platform, consumers);
        ParkedLots lots = new ParkedLots(parts, refresh);
        SagaWatch sagas = new SagaWatch(parts, refresh);
        Shown shown = new Shown(platform);
        Catalogue catalogue = new Catalogue(parts, lots, asyncApi);
        ActionLog log = new ActionLog(platform);
        String lane = laneInfo.text("id");
        Screens[] made = new Screens[1];
        ViewWatch views = new ViewWatch(parts, rebuilds, refresh, message -> made[0].tell("views", message));
        Map<String, Screen> shownScreens = new LinkedHashMap<>();
        flow.ifPresent(observer ->
                shownScreens.put("flow", new FlowWatch(observer, lots, catalogue, waiting, Set.copyOf(compensations))));
        shownScreens.put("story", Screen.OF_PAGES);
        shownScreens.put("parked", lots);
        shownScreens.put("sagas", sagas);
        shownScreens.put("views", views);
        shownScreens.put("catalogue", Screen.OF_PAGES);
        EventStream[] pages = new EventStream[1];
        Optional<FaultRuns> breaking = faults.filter(offered -> mayBreak())
                .map(offered -> new FaultRuns(platform, offered, () -> pages[0].watchedNanos()));
        breaking.ifPresent(runs -> shownScreens.put("faults", runs));
        Screens screens = new Screens(
                lane, platform.clock(), platform.settings().ids().next(), shownScreens, new Need(lots, sagas, refresh));
        made[0] = screens;
        Actions actions = new Actions(log, mayAct, done -> {
            lots.forget();
            screens.ended(done);
        });
        ParkedActions parked = new ParkedActions(
                parts,
                lots,
                log,
                replays.orElseGet(() -> (consumer, parkedLane, limit, deadline) ->
                        parts.consumer(consumer).replay().replay(parkedLane, limit, deadline)));
        Api api = new Api(
                lane,
                parts,
                about(parts, screens, views),
                new Api.Pages(
                        lots,
                        new ParkedPages(parts, lots, shown),
                        sagas,
                        views,
                        catalogue,
                        log,
                        id -> new Story(parts, streams, sagas, shown, id).tell()),
                actions,
                new Api.Handlers(parked, new SagaActions(parts, sagas, log), views, breaking),
                places);
        EventStream events = new EventStream(screens);
        pages[0] = events;
        Guard guard = new Guard(hosts, address.isLoopbackAddress());
        return new Console(guard, new Web(guard, events, api, identity), screens, events, views, breaking, served);
    }

    /** Nothing is broken where more than this machine depends on it. */
    private boolean mayBreak() {
        return !about.object("environment").bool("deployed");
    }

    private JsonObject about(ConsoleParts parts, Screens screens, ViewWatch views) {
        return about.set("may", mayAct ? "act" : "read")
                .setObjects("lanes", List.of(laneInfo))
                .setTexts("screens", List.copyOf(screens.names()))
                .set("canPlace", places.isPresent())
                .setTexts("sagas", List.copyOf(parts.sagas().keySet()))
                .setObjects(
                        "views",
                        parts.views().keySet().stream()
                                .map(name ->
                                        JsonObject.empty().set("name", name).set("canRebuild", views.canRebuild()))
                                .toList())
                .setTexts("streams", streams)
                .set("refreshMs", refresh.toMillis());
    }
}
