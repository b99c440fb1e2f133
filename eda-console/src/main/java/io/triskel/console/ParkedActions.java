package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Action.Done;
import io.triskel.console.Action.Prepared;
import io.triskel.console.DryRuns.DryRun;
import io.triskel.console.Selection.Place;
import io.triskel.console.Selection.Seen;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.consume.ReplayPreview;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dry run, replay and discard of parked events. */
final class ParkedActions {
    private static final int MOST_SHOWN = 200;
    private static final int OF_A_LANE = 1_000;
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** Of a lane whose consumer could not be asked. */
    private static final ReplayReport NO_ANSWER = new ReplayReport(0, 0, 0, 0, 0, 1);

    private final ConsoleParts parts;
    private final Platform platform;
    private final Selection selection;
    private final DryRuns runs;
    private final ActionLog log;
    private final Console.Replays replays;

    ParkedActions(ConsoleParts parts, ParkedLots lots, ActionLog log, Console.Replays replays) {
        this.parts = parts;
        this.platform = parts.platform();
        this.selection = new Selection(parts, lots);
        this.runs = new DryRuns(platform.clock());
        this.log = log;
        this.replays = replays;
    }

    Prepared dryRun(Call call) {
        Selection.Selected selected = selection.find(select(call));
        return new Prepared(places(selected.lanes()), List.of(), false, () -> dryRun(selected));
    }

    private static JsonObject select(Call call) {
        try {
            return call.body().object("select");
        } catch (IllegalArgumentException missing) {
            throw Refusal.badRequest("The member select must be an object.", "Add it to the body.");
        }
    }

    /** Claims nothing: what it says may be old when the replay begins. */
    private Done dryRun(Selection.Selected selected) {
        Preview all = new Preview();
        List<JsonObject> items = new ArrayList<>();
        for (Seen seen : selected.lanes()) {
            String expect = all.add(seen, platform.clock().instant(), preview(seen));
            if (items.size() < MOST_SHOWN) {
                JsonObject item =
                        place(seen.place()).set("events", seen.events()).set("expect", expect);
                seen.head().ifPresent(head -> item.set("head", head.identity()).set("why", head.reason()));
                items.add(item);
            }
        }
        DryRun run = runs.keep(selected.lanes());
        JsonObject answer = all.asJson()
                .set("token", run.token())
                .set("expires", Texts.time(run.expires()))
                .set("lanes", selected.lanes().size())
                .set("exact", selected.exact() && all.complete)
                .setObjects("items", items)
                .setTexts("notKnown", List.of("whether the handlers succeed"));
        return new Done(answer, selected.lanes().size() + " lanes, " + all.events + " events");
    }

    private ReplayPreview preview(Seen seen) {
        return parts.consumer(seen.place().consumer())
                .replay()
                .preview(List.of(seen.place().lane()), OF_A_LANE);
    }

    /** What a replay of several lanes would meet. */
    private static final class Preview {
        private long events;
        private int delivered;
        private int handled;
        private int busy;
        private int late;
        private long unknown;
        private int discards;
        private boolean complete = true;

        /** {@return what to expect of this lane} */
        String add(Seen seen, Instant now, ReplayPreview lane) {
            events += seen.events();
            delivered += lane.delivered().size();
            handled += lane.handled().size();
            busy += lane.busy().size();
            boolean isLate = seen.due().filter(now::isBefore).isPresent();
            late += isLate && !lane.delivered().isEmpty() ? 1 : 0;
            unknown += lane.unreadable().size() + (lane.busy().isEmpty() ? lane.blocked() : 0);
            discards += seen.discards().size();
            complete &= lane.complete();
            return !lane.busy().isEmpty()
                    ? "busy"
                    : !lane.delivered().isEmpty()
                            ? isLate ? "late" : "deliver"
                            : !lane.handled().isEmpty() ? "handled-before" : "unknown";
        }

        JsonObject asJson() {
            return JsonObject.empty()
                    .set("events", events)
                    .set("deliver", delivered)
                    .set("handledBefore", handled)
                    .set("busy", busy)
                    .set("late", late)
                    .set("unknown", unknown)
                    .set("discards", discards);
        }
    }

    Prepared replay(Call call) {
        DryRun run = checked(call);
        return new Prepared(places(run.lanes()), texts(run), true, () -> {
            synchronized (run) {
                return replay(run);
            }
        });
    }

    /** {@return the dry run of a call with a reason, whose lanes are as they were seen unless work on them has begun} */
    private DryRun checked(Call call) {
        var unused = call.reason();
        DryRun run = runs.find(call.text("token"));
        List<JsonObject> changed = new ArrayList<>();
        if (!run.hasBegun()) {
            run.lanes().forEach(seen -> changed(seen).ifPresent(changed::add));
        }
        if (!changed.isEmpty()) {
            runs.use(run);
            throw Refusal.changed(
                    changed.size() + " of " + run.lanes().size()
                            + " lanes changed since the dry run; nothing was done.",
                    changed);
        }
        return run;
    }

    private Optional<JsonObject> changed(Seen seen) {
        Optional<Seen> now = selection.see(seen.place(), seen.chosen());
        if (now.filter(seen::isStill).isPresent()) {
            return Optional.empty();
        }
        JsonObject json = place(seen.place()).set("was", seen.asJson());
        now.ifPresentOrElse(there -> json.set("now", there.asJson()), () -> json.setNull("now"));
        log.lastOn(seen.place().text()).ifPresentOrElse(by -> json.set("by", by), () -> json.setNull("by"));
        return Optional.of(json);
    }

    private Done replay(DryRun run) {
        run.begin();
        Deadline deadline = platform.in(AT_ONCE);
        ReplayReport all = ReplayReport.none();
        List<JsonObject> items = new ArrayList<>();
        int done = 0;
        while (!run.left().isEmpty() && !deadline.passed(platform.clock())) {
            Seen seen = run.left().removeFirst();
            ReplayReport one;
            String message = "";
            try {
                one = replays.replay(seen.place().consumer(), seen.place().lane(), OF_A_LANE, deadline);
            } catch (RuntimeException noAnswer) {
                one = NO_ANSWER;
                message = Texts.firstLine(noAnswer);
            }
            all = all.plus(one);
            done++;
            if (items.size() < MOST_SHOWN) {
                items.add(place(seen.place())
                        .set("handled", one.handled())
                        .set("duplicates", one.duplicates())
                        .set("failed", one.failed())
                        .set("busy", one.busy() > 0)
                        .set("opened", one.opened() > 0)
                        .set("message", message));
            }
        }
        if (run.left().isEmpty()) {
            runs.use(run);
        }
        JsonObject answer = JsonObject.empty()
                .set("handled", all.handled())
                .set("duplicates", all.duplicates())
                .set("failed", all.failed())
                .set("busy", all.busy())
                .set("opened", all.opened())
                .set("portFailures", all.portFailures())
                .set("lanesDone", done)
                .set("lanesLeft", run.left().size())
                .set("more", !run.left().isEmpty())
                .setObjects("items", items);
        return new Done(
                answer,
                all.handled() + " handled, " + all.duplicates() + " handled before, " + all.failed() + " failed again, "
                        + all.busy() + " busy, " + all.portFailures() + " port failures, "
                        + run.left().size()
                        + " lanes left");
    }

    Prepared discard(Call call) {
        DryRun run = checked(call);
        String reason = call.reason();
        return new Prepared(places(run.lanes()), texts(run), true, () -> {
            synchronized (run) {
                return discard(run, reason + " (" + call.who() + ")");
            }
        });
    }

    private Done discard(DryRun run, String reason) {
        runs.use(run);
        int discarded = 0;
        int busy = 0;
        List<JsonObject> items = new ArrayList<>();
        for (Seen seen : run.lanes()) {
            Place place = seen.place();
            for (EventId event : seen.discards()) {
                boolean gone = parts.consumer(place.consumer()).replay().discard(place.lane(), event, reason);
                discarded += gone ? 1 : 0;
                busy += gone ? 0 : 1;
                if (items.size() < MOST_SHOWN) {
                    items.add(place(place).set("event", event.id()).set("discarded", gone));
                }
            }
        }
        JsonObject answer =
                JsonObject.empty().set("discarded", discarded).set("busy", busy).setObjects("items", items);
        return new Done(answer, discarded + " discarded, " + busy + " busy or gone");
    }

    private static JsonObject place(Place place) {
        return ParkedPages.place(place.consumer(), place.lane());
    }

    private static List<String> texts(DryRun run) {
        return run.lanes().stream().map(seen -> seen.place().text()).toList();
    }

    private static String places(List<Seen> lanes) {
        Map<String, Integer> byConsumer = new LinkedHashMap<>();
        lanes.forEach(seen -> byConsumer.merge(seen.place().consumer(), 1, Integer::sum));
        StringBuilder text = new StringBuilder();
        byConsumer.forEach((consumer, count) -> text.append(text.length() == 0 ? "" : "; ")
                .append(consumer)
                .append(", ")
                .append(count)
                .append(" lanes"));
        return text.toString();
    }
}
