package io.triskel.console;

import com.sun.net.httpserver.HttpHandler;
import io.triskel.codec.JsonObject;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.parking.Lane;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.net.URI;
import java.util.Optional;

/**
 * A page to watch a platform and to act on it, with the API behind the page.
 *
 * <pre>{@code
 * try (Console console = Console.of(platform).start(8700)) {
 *     System.out.println(console.address());
 *     ...
 * }
 * }</pre>
 *
 * <p>Make the platform's consumers, views and sagas first: the console shows those that there are when it is made. Only this
 * machine reaches it, unless {@link ConsoleBuilder#listen} says otherwise. Actions need the token of {@link #address}, and each
 * is recorded on the stream {@code console-actions} of the platform's event store.
 */
public final class Console implements AutoCloseable {
    private final Guard guard;
    private final Web web;
    private final Screens screens;
    private final EventStream events;
    private final ViewWatch views;
    private final Optional<FaultRuns> faults;
    private final Served served;

    Console(
            Guard guard,
            Web web,
            Screens screens,
            EventStream events,
            ViewWatch views,
            Optional<FaultRuns> faults,
            Served served) {
        this.guard = guard;
        this.web = web;
        this.screens = screens;
        this.events = events;
        this.views = views;
        this.faults = faults;
        this.served = served;
    }

    /** {@return a builder of a console for this platform; everything has a default} */
    public static ConsoleBuilder of(Platform platform) {
        return new ConsoleBuilder(platform);
    }

    /** {@return the console for a context of the application's own server; an open page keeps one of its threads} */
    public HttpHandler handler() {
        return web;
    }

    /** {@return the token that actions need, in the header {@code X-Triskel-Token}} */
    public String token() {
        return guard.token();
    }

    /**
     * {@return the address to open, with the token at its end}
     *
     * @throws IllegalStateException if the console is a handler of another server
     */
    public URI address() {
        return URI.create(served.scheme() + "://" + served.host() + ":" + port() + "/#token=" + token());
    }

    /**
     * {@return the port that the console listens on}
     *
     * @throws IllegalStateException if the console is a handler of another server
     */
    public int port() {
        return served.port();
    }

    /**
     * Sends something that only the application knows to the open pages, such as the state of an order.
     *
     * @param screen such as {@code flow}
     * @param event the name of the message
     * @param data without personal data; not changed afterwards
     */
    public void tell(String screen, String event, JsonObject data) {
        screens.tell(screen, Message.once(event, data));
    }

    /** Ends the server, all open pages and all faults; an embedded console ends its pages and its faults. */
    @Override
    public void close() {
        events.close();
        views.close();
        faults.ifPresent(FaultRuns::close);
        served.close();
    }

    /** Replays parked events, by default in this process. A deployed application invokes the consumer's function. */
    @FunctionalInterface
    public interface Replays {
        /**
         * Replays one lane, head first.
         *
         * @param limit the most events to try
         * @param deadline when to return
         * @throws RuntimeException if the consumer's function does not answer; the page shows the first line of its message
         */
        ReplayReport replay(String consumer, Lane lane, int limit, Deadline deadline);
    }

    /** The events that views are rebuilt from. A platform in memory needs none of its own. */
    public interface Rebuilds {
        /**
         * {@return a reader of all events since the beginning, closed when the rebuild is over}
         *
         * @param view that is to be rebuilt
         * @throws IllegalStateException if it cannot be rebuilt now; the message says why
         */
        History history(View<?> view);

        /** {@return the bus, which keeps its events for this rebuild from now on} */
        Bus follow(Rebuild<?> rebuild);

        /** The bus of a rebuild. One thread at a time uses it. */
        interface Bus extends AutoCloseable {
            /** {@return whether the rebuild has caught up with the bus, whose events it is fed for some seconds} */
            boolean read();

            /** Ends the subscription. */
            @Override
            void close();
        }
    }

    /** Places an order, or whatever the application begins with, by hand. */
    public interface Places {
        /** {@return the form as of now, as docs/console.md describes it} */
        JsonObject form();

        /**
         * {@return what the page shows as the answer}
         *
         * @throws IllegalArgumentException if the order is not valid; the message says why
         * @throws IllegalStateException if no order can be placed now; the message says why
         */
        JsonObject place(JsonObject order);
    }

    static Optional<Rebuilds> rebuildsOf(Platform platform) {
        return platform instanceof io.triskel.memory.InMemoryPlatform memory
                ? Optional.of(new InMemoryRebuilds(memory))
                : Optional.empty();
    }
}
