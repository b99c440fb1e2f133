package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Action.Done;
import io.triskel.console.Action.Prepared;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Views with their generations, and the rebuilds that this console started. */
final class ViewWatch implements Screen, AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final ConsoleParts parts;
    private final Optional<Console.Rebuilds> rebuilds;
    private final Duration every;
    private final Consumer<Message> told;
    private final Map<String, RebuildRun> runs = new ConcurrentHashMap<>();

    /** Made for the first rebuild; one thread for all. */
    private final ScheduledThreadPoolExecutor worker;

    ViewWatch(ConsoleParts parts, Optional<Console.Rebuilds> rebuilds, Duration every, Consumer<Message> told) {
        this.parts = parts;
        this.rebuilds = rebuilds;
        this.every = every;
        this.told = told;
        // Its thread is started with the first task.
        worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "console-rebuild");
            thread.setDaemon(true);
            return thread;
        });
    }

    boolean canRebuild() {
        return rebuilds.isPresent();
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public List<Message> look() {
        List<Message> messages = new ArrayList<>();
        parts.views().values().forEach(view -> messages.add(new Message("view", "view " + view.name(), asJson(view))));
        runs.values()
                .forEach(run -> messages.add(
                        new Message("rebuild", "rebuild " + run.asJson().text("view"), run.asJson())));
        return messages;
    }

    /** {@return all views, and the rebuilds of this console} */
    JsonObject page() {
        return JsonObject.empty()
                .setObjects(
                        "views",
                        parts.views().values().stream().map(this::asJson).toList())
                .setObjects(
                        "rebuilds",
                        runs.values().stream().map(RebuildRun::asJson).toList());
    }

    private JsonObject asJson(View<?> view) {
        JsonObject json = JsonObject.empty().set("view", view.name()).set("generation", Rebuild.active(view));
        Rebuild.building(view).ifPresent(building -> json.set("building", building));
        Rebuild.oldRowsUntil(view).ifPresent(end -> json.set("handoverEnds", Texts.time(end)));
        return json;
    }

    Prepared rebuild(Call call) {
        View<?> view = seen(call);
        Console.Rebuilds host = rebuilds.orElseThrow(() -> Refusal.notReady(
                "This process has no history of all events, so it cannot rebuild a view.",
                "Rebuild with the command of your deployment."));
        RebuildRun last = runs.get(view.name());
        if (last != null && !last.phase().isOver()) {
            throw new Refusal(
                    409,
                    "rebuild-running",
                    "A rebuild of " + view.name() + " is in phase "
                            + last.asJson().text("phase") + ".",
                    "Switch to it or stop it first.");
        }
        return prepared(view, () -> {
            RebuildRun run;
            try {
                run = new RebuildRun(view, host, parts.platform().clock(), call.who(), told);
            } catch (IllegalStateException leftOver) {
                throw Refusal.notReady(Texts.firstLine(leftOver), "Remove the old rows first.");
            }
            runs.put(view.name(), run);
            goOn(run);
            return done(run);
        });
    }

    Prepared complete(Call call) {
        RebuildRun run = runOf(seen(call));
        if (!sawFigures(call.body(), run.comparedAsJson())) {
            throw Refusal.changed(
                    "The comparison is not the one that you saw.",
                    List.of(JsonObject.empty().set("now", run.comparedAsJson())));
        }
        return prepared(parts.view(call.at(1)), () -> {
            run.complete();
            goOn(run);
            return done(run);
        });
    }

    private static boolean sawFigures(JsonObject body, JsonObject now) {
        try {
            JsonObject seen = body.object("seen").object("compared");
            return seen.integer("rows") == now.integer("rows") && seen.integer("differ") == now.integer("differ");
        } catch (IllegalArgumentException notSeen) {
            return false;
        }
    }

    Prepared drop(Call call) {
        RebuildRun run = runOf(parts.view(call.at(1)));
        var unused = call.reason();
        return prepared(parts.view(call.at(1)), () -> {
            run.dropOld();
            goOn(run);
            return done(run);
        });
    }

    Prepared stop(Call call) {
        RebuildRun run = runOf(parts.view(call.at(1)));
        var unused = call.reason();
        return prepared(parts.view(call.at(1)), () -> {
            run.stop();
            goOn(run);
            return done(run);
        });
    }

    /** {@return the view, if the generation that is read is the one that the page saw} */
    private View<?> seen(Call call) {
        var unused = call.reason();
        long generation = call.seen("generation");
        View<?> view = parts.view(call.at(1));
        int active = Rebuild.active(view);
        if (active != generation) {
            throw new Refusal(
                    409,
                    "newer-generation",
                    view.name() + " is read from generation " + active + ", not " + generation + ".",
                    "Look at the view again.");
        }
        return view;
    }

    private RebuildRun runOf(View<?> view) {
        RebuildRun run = runs.get(view.name());
        if (run == null) {
            throw Refusal.notReady("This console has no rebuild of " + view.name() + ".", "Start one.");
        }
        return run;
    }

    private static Prepared prepared(View<?> view, Supplier<Done> run) {
        return new Prepared(view.name(), List.of(view.name()), true, run);
    }

    private static Done done(RebuildRun run) {
        JsonObject json = run.asJson();
        return new Done(json, "generation " + json.integer("generation") + ", phase " + json.text("phase"));
    }

    private void goOn(RebuildRun run) {
        if (run.take()) {
            worker.execute(() -> step(run));
        }
    }

    /** A step at a time, so that several rebuilds share the thread. */
    private void step(RebuildRun run) {
        RebuildRun.Phase before = run.phase();
        if (run.step()) {
            boolean waits =
                    before == run.phase() && before != RebuildRun.Phase.ARCHIVE && before != RebuildRun.Phase.DROP;
            var unused = worker.schedule(() -> step(run), waits ? PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
