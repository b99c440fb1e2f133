package io.triskel.orders.run;

import io.triskel.codec.JsonObject;
import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import io.triskel.console.FlowObserver;
import io.triskel.observe.Observer;
import io.triskel.orders.console.HandPlaced;
import io.triskel.orders.console.PipelineConsole;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * The console of a pipeline on this machine: it shows a run as it goes, and once the run is over keeps the pipeline at work, so that a person
 * can place orders, replay what is parked, and start faults.
 */
public final class LaneConsole implements AutoCloseable {
    private static final Map<String, String> PHASES =
            Map.of("orders", "orders", "cancellations", "cancellations", "timeouts", "time passes", "done", "ended");

    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long CLOCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Longer than views keep a generation. */
    private static final Duration HANDOVER = Duration.ofSeconds(30);

    /** Only a store that does not answer reaches it. */
    private static final long LAST_TURN_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final String target;
    private final DrivenPipeline pipeline;
    private final HandPlaced placed;
    private final Console console;
    private final Thread work = new Thread(this::carryOn, "after the run");
    private volatile boolean over;
    private volatile boolean closed;
    private String phase = "";

    /** Opens the console of a demo, on a free port of the loopback address. */
    LaneConsole(String target, DrivenPipeline pipeline, Style style, Observer observer) {
        this(target, pipeline, style, observer, console -> console.environment("demo", false));
    }

    /**
     * Opens a console on a free port of the loopback address.
     *
     * @param target the lane's name
     * @param observer of the pipeline, made by {@link #observer}
     * @param own what is this console's own
     */
    public LaneConsole(
            String target, DrivenPipeline pipeline, Style style, Observer observer, UnaryOperator<ConsoleBuilder> own) {
        this.target = target;
        this.pipeline = pipeline;
        placed = new HandPlaced(
                pipeline.operator().pipeline(),
                (request, text) -> pipeline.order(request, text).join(),
                HandPlaced.numbers());
        ConsoleBuilder lane = PipelineConsole.of(
                        pipeline.operator().platform(), pipeline.operator().pipeline(), style)
                .lane(target, target)
                .evidence(pipeline.evidence(), pipeline.busName())
                .flow((FlowObserver) observer)
                .places(placed)
                .waiting(pipeline::waiting)
                .faults(new LaneFaults(pipeline, placed, () -> over))
                .rebuilds(new HistoryRebuilds(pipeline::history, () -> over));
        console = own.apply(lane).start(0);
        work.setDaemon(true);
    }

    /** {@return what a pipeline tells what it does, for the flow} */
    public static Observer observer() {
        return new FlowObserver();
    }

    /** {@return the console's address} */
    public URI url() {
        return URI.create("http://127.0.0.1:" + console.port() + "/");
    }

    /** {@return what its actions need} */
    public String token() {
        return console.token();
    }

    /** Offers a product to order. */
    public void offer(String product) {
        boolean unused = placed.offer(product);
    }

    /** Takes note of a line of the input. */
    void line(String text) {
        placed.line(text);
    }

    /** Shows what the run does now. */
    void phase(String now) {
        String shown = PHASES.getOrDefault(now, "rest");
        if (!shown.equals(phase)) {
            phase = shown;
            tell("phase", JsonObject.empty().set("phase", shown));
        }
    }

    private void tell(String event, JsonObject data) {
        console.tell("flow", event, data.set("lane", target));
    }

    /** Keeps the pipeline at work from now on, on a thread of its own. */
    public void stayAtWork() {
        over = true;
        work.start();
    }

    private void carryOn() {
        // A clock that is driven stood still at the end of the run; now the old rows of the run's own rebuild may go.
        pipeline.carryOn(HANDOVER);
        long ticked = System.nanoTime();
        long looked = ticked;
        while (!closed) {
            try {
                pipeline.work();
                long now = System.nanoTime();
                if (now - ticked > CLOCK_NANOS) {
                    pipeline.carryOn(Duration.ofNanos(now - ticked));
                    ticked = now;
                }
                if (now - looked > LOOK_NANOS) {
                    looked = now;
                    placed.changed()
                            .forEach((order, state) -> tell(
                                    "order",
                                    JsonObject.empty()
                                            .set("order", order)
                                            .set("state", state)
                                            .set("parked", false)));
                }
            } catch (RuntimeException failed) {
                // A store that does not answer now is asked again in the next turn, as by a cloud's clock.
                System.err.println("lane " + target + ": " + failed);
            }
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
        console.close();
        try {
            work.join(LAST_TURN_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
