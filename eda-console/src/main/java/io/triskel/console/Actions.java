package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Action.Done;
import io.triskel.console.Action.Prepared;
import io.triskel.console.ActionLog.Entry;
import io.triskel.event.PortException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does what a person asks for, if it may be done, and records it with its answer: refused actions, too. */
final class Actions {
    private final ActionLog log;
    private final boolean mayAct;
    private final Consumer<Message> ended;

    Actions(ActionLog log, boolean mayAct, Consumer<Message> ended) {
        this.log = log;
        this.mayAct = mayAct;
        this.ended = ended;
    }

    Answer act(Call call, String name, Action action) {
        Entry unknown = log.entry(call.who(), name, call.place(), given(call));
        Prepared prepared;
        try {
            requireRight();
            prepared = action.prepare(call);
        } catch (Refusal refused) {
            refused(unknown, refused);
            throw refused;
        }
        Entry entry = new Entry(unknown.run(), unknown.who(), name, prepared.on(), unknown.why());
        if (prepared.changes()) {
            log.begins(entry);
        }
        return run(entry, prepared);
    }

    /**
     * An action that goes on after its answer.
     *
     * @param on what it acts on, for people
     * @param begin gives the answer; what it gets records the end, with how it ended
     */
    record Lasting(String on, Function<Consumer<String>, JsonObject> begin) {}

    /** Begins an action that goes on after its answer: its end is recorded when it comes. */
    Answer begin(Call call, String name, Function<Call, Lasting> action) {
        Entry unknown = log.entry(call.who(), name, call.place(), given(call));
        Entry[] known = {unknown};
        try {
            requireRight();
            Lasting lasting = action.apply(call);
            Entry entry = new Entry(unknown.run(), unknown.who(), name, lasting.on(), unknown.why());
            known[0] = entry;
            log.begins(entry);
            return Answer.json(lasting.begin().apply(summary -> ends(entry, summary)));
        } catch (Refusal refused) {
            refused(known[0], refused);
            throw refused;
        } catch (PortException failed) {
            failed(known[0], 503, failed);
            throw failed;
        }
    }

    private void ends(Entry entry, String summary) {
        told(entry, 200, summary);
        try {
            log.ends(entry, 200, summary);
        } catch (PortException unrecorded) {
            // The log shows the action as begun.
        }
    }

    private Answer run(Entry entry, Prepared prepared) {
        try {
            Done done = prepared.run().get();
            log.touched(entry, prepared.changes() ? prepared.places() : List.of());
            told(entry, 200, done.summary());
            return Answer.json(recorded(entry, done));
        } catch (Refusal refused) {
            refused(entry, refused);
            throw refused;
        } catch (PortException failed) {
            failed(entry, 503, failed);
            throw failed;
        } catch (RuntimeException failed) {
            failed(entry, 500, failed);
            throw failed;
        }
    }

    /** The action is done, and its beginning is recorded; if its answer cannot be, the answer says so. */
    private JsonObject recorded(Entry entry, Done done) {
        try {
            log.ends(entry, 200, done.summary());
            return done.answer();
        } catch (PortException unrecorded) {
            return done.answer().set("recorded", false);
        }
    }

    private void requireRight() {
        if (!mayAct) {
            throw new Refusal(
                    403,
                    "read-only",
                    "This console only reads.",
                    "Ask somebody who may act, or start the console with the right to act.");
        }
    }

    private static String given(Call call) {
        return call.body().has("reason") ? Texts.cut(call.text("reason"), 500) : "";
    }

    private void refused(Entry entry, Refusal refused) {
        try {
            log.ends(entry, refused.status(), Texts.firstLine(refused));
        } catch (PortException unrecorded) {
            // Nothing was done, and the refusal says more than the log's failure.
        }
    }

    private void failed(Entry entry, int status, RuntimeException failure) {
        told(entry, status, Texts.firstLine(failure));
        try {
            log.ends(entry, status, Texts.firstLine(failure));
        } catch (PortException second) {
            failure.addSuppressed(second);
        }
    }

    private void told(Entry entry, int status, String summary) {
        ended.accept(Message.once(
                "done",
                JsonObject.empty()
                        .set("action", entry.action())
                        .set("by", entry.who())
                        .set("on", entry.on())
                        .set("status", status)
                        .set("answer", summary)));
    }
}
