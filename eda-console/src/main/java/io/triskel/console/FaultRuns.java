package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Action.Prepared;
import io.triskel.console.Actions.Lasting;
import io.triskel.console.Faults.Damage;
import io.triskel.console.Faults.Lag;
import io.triskel.console.Faults.Offer;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The faults of this run, one of a kind at a time. A thread ends a fault after its time, or when no page has been open for some seconds; another
 * one measures, so that a store that does not answer cannot prolong the fault. Without a fault there is no thread.
 */
final class FaultRuns implements Screen, AutoCloseable {
    private static final int KEPT = 12;
    private static final long TICK_MILLIS = 50;
    private static final Duration EVERY = Duration.ofMillis(250);

    /** A page that changes its screen, or is loaded again, is gone for a moment. */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Platform platform;
    private final Faults faults;
    private final LongSupplier watchedNanos;
    private final Deque<FaultRun> runs = new ArrayDeque<>();
    private final Map<FaultRun, Consumer<String>> ends = new ConcurrentHashMap<>();

    /** What was lost when a fault was recovered from last. Events may be on their way when the next one begins: these are not lost yet. */
    private volatile OptionalLong lost = OptionalLong.of(0);

    private final ScheduledThreadPoolExecutor ending = daemon("fault-end");
    private final ScheduledThreadPoolExecutor measuring = daemon("fault-lag");

    /** @param watchedNanos when a page was open last, by {@link System#nanoTime} */
    FaultRuns(Platform platform, Faults faults, LongSupplier watchedNanos) {
        this.platform = platform;
        this.faults = faults;
        this.watchedNanos = watchedNanos;
    }

    private static ScheduledThreadPoolExecutor daemon(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public List<Message> look() {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.state("faults", offered()));
        all().forEach(run -> {
            JsonObject json = run.json();
            messages.add(new Message("fault", "fault " + json.text("id"), json));
        });
        return messages;
    }

    /** {@return the faults that there are, and those that were started, latest last} */
    JsonObject page() {
        return offered().setObjects("runs", all().stream().map(FaultRun::json).toList());
    }

    private JsonObject offered() {
        return JsonObject.empty()
                .setObjects(
                        "kinds", faults.offers().stream().map(FaultRuns::json).toList());
    }

    private static JsonObject json(Offer offer) {
        JsonObject json = JsonObject.empty()
                .set("kind", offer.kind())
                .set("seconds", offer.time().toSeconds())
                .set("effect", offer.effect().json());
        offer.whyNot().ifPresent(why -> json.set("whyNot", why.json()));
        return json;
    }

    private List<FaultRun> all() {
        synchronized (runs) {
            return List.copyOf(runs);
        }
    }

    private Optional<FaultRun> open(String kind) {
        return all().stream()
                .filter(run -> run.kind().equals(kind) && run.isOpen())
                .findFirst();
    }

    private Offer offer(String kind) {
        return faults.offers().stream()
                .filter(offer -> offer.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "There is no fault '" + Texts.cut(kind, 40) + "'.", "Use one of those that GET faults lists."));
    }

    /** Starts a fault. Its action ends when the pipeline has recovered, or when nobody measures any more. */
    Lasting start(Call call) {
        var unused = call.reason();
        Offer offer = offer(call.at(1));
        offer.whyNot().ifPresent(why -> {
            throw Refusal.notReady("This fault is not possible here: " + why.english(), "Use another target.");
        });
        requireNoneOpen(offer.kind());
        return new Lasting("fault " + offer.kind(), ended -> begin(call, offer, ended));
    }

    private void requireNoneOpen(String kind) {
        if (open(kind).isPresent()) {
            throw new Refusal(
                    409,
                    "fault-running",
                    "This fault is in force, or its recovery is measured.",
                    "Wait until the pipeline has recovered.");
        }
    }

    private JsonObject begin(Call call, Offer offer, Consumer<String> ended) {
        Lag lag = faults.lag();
        Damage before = before(faults.damage());
        FaultRun run;
        synchronized (runs) {
            requireNoneOpen(offer.kind());
            run = new FaultRun(
                    platform.settings().ids().next(),
                    offer,
                    call.who(),
                    platform.clock().instant(),
                    injected(offer),
                    lag,
                    before);
            ends.put(run, ended);
            runs.addLast(run);
            if (runs.size() > KEPT) {
                runs.removeFirst();
            }
        }
        var unused = ending.schedule(() -> watch(run), TICK_MILLIS, TimeUnit.MILLISECONDS);
        var unusedToo = measuring.schedule(() -> measure(run), TICK_MILLIS, TimeUnit.MILLISECONDS);
        return run.json();
    }

    private Damage before(Damage now) {
        OptionalLong known = lost;
        return now.lost().isEmpty() || known.isEmpty()
                ? now
                : new Damage(
                        OptionalLong.of(Math.min(now.lost().getAsLong(), known.getAsLong())),
                        now.doubled(),
                        now.parked());
    }

    private Faults.Injected injected(Offer offer) {
        try {
            return faults.inject(offer.kind());
        } catch (IllegalStateException later) {
            throw Refusal.notReady(Texts.firstLine(later), "Start it later.");
        }
    }

    private void watch(FaultRun run) {
        if (!run.isRunning()) {
            return;
        }
        if (run.isOver() || System.nanoTime() - watchedNanos.getAsLong() > GONE_NANOS) {
            boolean unused = run.end();
        } else {
            var unused = ending.schedule(() -> watch(run), TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void measure(FaultRun run) {
        try {
            if (run.take(faults.lag())) {
                Damage damage = faults.damage();
                run.recovered(damage);
                lost = damage.lost();
            }
        } catch (RuntimeException notReadNow) {
            // A store that is frozen does not say what is under way; it is asked again.
        }
        if (run.isGivenUp()) {
            run.leave();
        }
        if (run.isOpen()) {
            var unused = measuring.schedule(() -> measure(run), TICK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            Optional.ofNullable(ends.remove(run)).ifPresent(ended -> ended.accept(run.summary()));
        }
    }

    /** Ends a fault before its time. */
    Prepared stop(Call call) {
        var unused = call.reason();
        Offer offer = offer(call.at(1));
        FaultRun run = open(offer.kind())
                .filter(FaultRun::isRunning)
                .orElseThrow(() -> Refusal.notReady("This fault is not in force.", "There is nothing to stop."));
        return new Prepared("fault " + offer.kind(), List.of(), true, () -> {
            boolean ended = run.end();
            return new Action.Done(run.json(), ended ? "ended before its time" : "it had ended by itself");
        });
    }

    @Override
    public void close() {
        ending.shutdownNow();
        measuring.shutdownNow();
        all().stream().filter(FaultRun::isOpen).forEach(FaultRun::leave);
    }
}
