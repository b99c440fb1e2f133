package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Action.Done;
import io.triskel.console.Action.Prepared;
import io.triskel.outbox.DispatchReport;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.platform.Platform;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Resumes and abandons stuck sagas, and drains the outbox. */
final class SagaActions {
    private static final int MOST_STREAMS = 500;
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final ConsoleParts parts;
    private final Platform platform;
    private final SagaWatch watch;
    private final ActionLog log;

    SagaActions(ConsoleParts parts, SagaWatch watch, ActionLog log) {
        this.parts = parts;
        this.platform = parts.platform();
        this.watch = watch;
        this.log = log;
    }

    /** A stuck instance as a person saw it. */
    private record Seen(SagaRunner<?> runner, String instance, long revision, String reason) {
        String place() {
            return runner.name() + "/" + instance;
        }
    }

    private Seen checked(Call call) {
        String reason = call.reason();
        long revision = call.seen("revision");
        SagaRow row = watch.find(call.at(1), call.at(2));
        Seen seen = new Seen(parts.saga(call.at(1)), call.at(2), revision, reason);
        if (row.revision() != revision || !(row.status() instanceof SagaStatus.Stuck)) {
            throw changed(seen);
        }
        return seen;
    }

    private Refusal changed(Seen seen) {
        SagaRow row = watch.find(seen.runner().name(), seen.instance());
        JsonObject now = watch.instance(row);
        JsonObject changed = JsonObject.empty()
                .set("saga", seen.runner().name())
                .set("instance", seen.instance())
                .set("was", JsonObject.empty().set("revision", seen.revision()))
                .set("now", JsonObject.empty().set("revision", row.revision()).set("status", now.text("status")));
        log.lastOn(seen.place()).ifPresentOrElse(by -> changed.set("by", by), () -> changed.setNull("by"));
        return Refusal.changed(
                "Saga " + seen.place() + " is not as you saw it: revision " + seen.revision() + " is now "
                        + row.revision() + ", and it is " + now.text("status") + ".",
                List.of(changed));
    }

    Prepared resume(Call call) {
        Seen seen = checked(call);
        return new Prepared(seen.place(), List.of(seen.place()), true, () -> {
            if (!resumed(seen)) {
                throw changed(seen);
            }
            JsonObject now = watch.instance(watch.find(seen.runner().name(), seen.instance()));
            return new Done(now, "it is " + now.text("status") + " again, revision " + now.integer("revision"));
        });
    }

    private boolean resumed(Seen seen) {
        try {
            return seen.runner().resume(seen.instance(), seen.revision());
        } catch (IllegalStateException notStuckAnyMore) {
            throw changed(seen);
        }
    }

    Prepared abandon(Call call) {
        Seen seen = checked(call);
        return new Prepared(seen.place(), List.of(seen.place()), true, () -> {
            List<PendingCommand> dropped = abandoned(seen).orElseThrow(() -> changed(seen));
            JsonObject now = watch.instance(watch.find(seen.runner().name(), seen.instance()))
                    .setObjects(
                            "commands", dropped.stream().map(SagaWatch::command).toList());
            return new Done(now, "abandoned; " + dropped.size() + " commands were never sent");
        });
    }

    private Optional<List<PendingCommand>> abandoned(Seen seen) {
        try {
            return seen.runner().abandon(seen.instance(), seen.reason(), seen.revision());
        } catch (IllegalStateException notStuckAnyMore) {
            throw changed(seen);
        }
    }

    Prepared drain(Call call) {
        var unused = call.reason();
        return new Prepared("outbox", List.of(), true, this::drained);
    }

    private Done drained() {
        DrainReport report = platform.dispatcher().drain(MOST_STREAMS, platform.in(AT_ONCE));
        List<JsonObject> left = report.streams().stream()
                .filter(stream -> !stream.clean())
                .map(SagaActions::left)
                .toList();
        watch.drained(left);
        JsonObject answer = JsonObject.empty()
                .set("streams", report.streams().size())
                .set("published", report.published())
                .setObjects("left", left)
                .setTexts(
                        "unreadBuckets",
                        report.unreadBuckets().stream()
                                .map(text -> Texts.cut(text, 200))
                                .toList());
        return new Done(
                answer,
                report.published() + " events of " + report.streams().size() + " streams published, " + left.size()
                        + " streams left");
    }

    private static JsonObject left(DispatchReport stream) {
        JsonObject json = JsonObject.empty()
                .set("stream", stream.stream().value())
                .set(
                        "cause",
                        stream.stuck()
                                .map(stuck -> stuck.cause().name())
                                .orElse(stream.ending().name()))
                .set(
                        "text",
                        Texts.cut(
                                stream.stuck()
                                        .map(DispatchReport.Stuck::message)
                                        .orElse(stream.message()),
                                200));
        stream.stuck().ifPresent(stuck -> json.set("revision", stuck.revision()));
        return json;
    }
}
