package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.util.List;
import java.util.Optional;

/** The paths below {@code /api}. */
final class Api {
    private final String lane;
    private final ConsoleParts parts;
    private final JsonObject about;
    private final Pages pages;
    private final Actions actions;
    private final Handlers handlers;
    private final Optional<Console.Places> places;

    /** What answers questions. */
    record Pages(
            ParkedLots lots,
            ParkedPages parked,
            SagaWatch sagas,
            ViewWatch views,
            Catalogue catalogue,
            ActionLog log,
            Stories stories) {}

    /**
     * What does things.
     *
     * @param faults empty if none can be injected: then there are no paths for them
     */
    record Handlers(ParkedActions parked, SagaActions sagas, ViewWatch views, Optional<FaultRuns> faults) {}

    /** Tells stories. */
    @FunctionalInterface
    interface Stories {
        JsonObject of(String id);
    }

    Api(
            String lane,
            ConsoleParts parts,
            JsonObject about,
            Pages pages,
            Actions actions,
            Handlers handlers,
            Optional<Console.Places> places) {
        this.lane = lane;
        this.parts = parts;
        this.about = about;
        this.pages = pages;
        this.actions = actions;
        this.handlers = handlers;
        this.places = places;
    }

    void requireLane(String asked) {
        if (!asked.equals(lane)) {
            throw new Refusal(
                    404,
                    "unknown-lane",
                    "There is no lane '" + Texts.cut(asked, 40) + "'.",
                    "This one is " + lane + ".");
        }
    }

    /** {@return the answer to a call whose path begins with the lane, or is {@code console}} */
    Answer answer(Call whole) {
        if (whole.is("GET", "console")) {
            return Answer.json(about(whole));
        }
        requireLane(whole.at(0));
        Call call = new Call(
                whole.method(), whole.path().subList(1, whole.path().size()), whole.query(), whole.who(), whole.body());
        return call.method().equals("POST") ? posted(call) : Answer.json(asked(call));
    }

    private JsonObject about(Call call) {
        JsonObject now = JsonObject.parse(about.toString());
        // Asked anew each time: an application may learn later what can be ordered.
        places.ifPresent(form -> now.set("place", form.form()));
        return now.set("identity", call.who())
                .set("now", Texts.time(parts.platform().clock().instant()))
                .setObjects("consumers", parts.consumersAsJson());
    }

    private JsonObject asked(Call call) {
        if (call.is("GET", "parked")) {
            return pages.lots().lot();
        }
        if (call.is("GET", "parked", "discarded")) {
            return pages.parked().discarded(call);
        }
        if (call.is("GET", "parked", "*")) {
            return pages.parked().group(call, call.at(1));
        }
        if (call.is("GET", "parked", "*", "*")) {
            return pages.parked().events(call, call.at(1), call.at(2));
        }
        if (call.is("GET", "parked", "*", "*", "*")) {
            return pages.parked().event(call, call.at(1), call.at(2), call.at(3));
        }
        if (call.is("GET", "sagas")) {
            return JsonObject.empty()
                    .set("sagas", pages.sagas().sagas())
                    .set("outbox", pages.sagas().outbox());
        }
        if (call.is("GET", "sagas", "*", "*")) {
            return pages.sagas().instance(pages.sagas().find(call.at(1), call.at(2)));
        }
        return others(call);
    }

    private JsonObject others(Call call) {
        if (call.is("GET", "views")) {
            return pages.views().page();
        }
        if (call.is("GET", "story", "*")) {
            return pages.stories().of(call.at(1));
        }
        if (call.is("GET", "types")) {
            return pages.catalogue().all();
        }
        if (call.is("GET", "asyncapi")) {
            return pages.catalogue().asyncApi();
        }
        if (call.is("GET", "faults") && handlers.faults().isPresent()) {
            return handlers.faults().get().page();
        }
        if (call.is("GET", "actions")) {
            return pages.log().page(Optional.ofNullable(call.query().get("after")), call.limit(50));
        }
        throw unknown(call);
    }

    private Answer posted(Call call) {
        if (call.is("POST", "types", "check")) {
            // Changes nothing, so that a reader may ask, and no log has it.
            return Answer.json(pages.catalogue().check(call));
        }
        if (call.is("POST", "parked", "dry-run")) {
            return actions.act(call, "dry-run", handlers.parked()::dryRun);
        }
        if (call.is("POST", "parked", "replay")) {
            return actions.act(call, "replay", handlers.parked()::replay);
        }
        if (call.is("POST", "parked", "discard")) {
            return actions.act(call, "discard", handlers.parked()::discard);
        }
        if (call.is("POST", "sagas", "*", "*", "resume")) {
            return actions.act(call, "resume", handlers.sagas()::resume);
        }
        if (call.is("POST", "sagas", "*", "*", "abandon")) {
            return actions.act(call, "abandon", handlers.sagas()::abandon);
        }
        if (call.is("POST", "outbox", "drain")) {
            return actions.act(call, "drain", handlers.sagas()::drain);
        }
        return ofViews(call);
    }

    private Answer ofViews(Call call) {
        if (call.is("POST", "views", "*", "rebuild")) {
            return actions.act(call, "rebuild", handlers.views()::rebuild);
        }
        if (call.is("POST", "views", "*", "switch")) {
            return actions.act(call, "switch", handlers.views()::complete);
        }
        if (call.is("POST", "views", "*", "drop")) {
            return actions.act(call, "drop", handlers.views()::drop);
        }
        if (call.is("POST", "views", "*", "stop")) {
            return actions.act(call, "stop", handlers.views()::stop);
        }
        if (call.is("POST", "orders") && places.isPresent()) {
            return actions.act(
                    call,
                    "place",
                    placed -> new Action.Prepared("orders", List.of(), true, () -> placed(place(placed))));
        }
        return ofFaults(call);
    }

    private Answer ofFaults(Call call) {
        FaultRuns faults = handlers.faults().orElseThrow(() -> unknown(call));
        if (call.is("POST", "faults", "*")) {
            return actions.begin(call, "fault", faults::start);
        }
        if (call.is("POST", "faults", "*", "stop")) {
            return actions.act(call, "stop", faults::stop);
        }
        throw unknown(call);
    }

    private static Action.Done placed(JsonObject answer) {
        return new Action.Done(answer, answer.has("order") ? "placed " + answer.text("order") : "placed");
    }

    private JsonObject place(Call call) {
        try {
            return places.orElseThrow().place(call.body());
        } catch (IllegalArgumentException invalid) {
            throw Refusal.badRequest(Texts.firstLine(invalid), "Correct the order.");
        } catch (IllegalStateException later) {
            throw Refusal.notReady(Texts.firstLine(later), "Place it later.");
        }
    }

    private static Refusal unknown(Call call) {
        return new Refusal(
                404,
                "unknown-path",
                "There is no " + call.method() + " " + Texts.cut(call.place(), 80) + ".",
                "See docs/console.md.");
    }
}
