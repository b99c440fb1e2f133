package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.event.PortException;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.Unpublished;
import io.triskel.platform.Platform;
import io.triskel.saga.Progress;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads stuck sagas and unpublished streams, by buckets and up to a bound. */
final class SagaWatch implements Screen {
    private static final int OF_A_BUCKET = 25;
    private static final int MOST_SHOWN = 100;

    /** Put-off streams and commands lie in the future; an operator asks for them, too. */
    private static final Duration EVER = Duration.ofDays(36_500);

    private final ConsoleParts parts;
    private final Platform platform;
    private final SagaStore store;
    private final Duration every;
    private final AtomicReference<List<JsonObject>> lastDrain = new AtomicReference<>(List.of());

    SagaWatch(ConsoleParts parts, Duration every) {
        this.parts = parts;
        this.platform = parts.platform();
        this.store = platform.stores().sagas();
        this.every = every;
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public List<Message> look() {
        return List.of(Message.state("sagas", sagas()), Message.state("outbox", outbox()));
    }

    /** Instances, and whether these are all. */
    private record Found(List<SagaRef> instances, boolean exact) {}

    private interface Bucket {
        List<SagaRef> of(String saga, int bucket);
    }

    private Found inAllBuckets(Bucket index) {
        List<SagaRef> found = new ArrayList<>();
        boolean exact = true;
        for (String saga : parts.sagas().keySet()) {
            for (int bucket = 0; bucket < SagaRef.BUCKETS; bucket++) {
                List<SagaRef> some = index.of(saga, bucket);
                found.addAll(some);
                exact &= some.size() < OF_A_BUCKET;
            }
        }
        return new Found(found, exact);
    }

    private Found stuck() {
        return inAllBuckets((saga, bucket) -> store.stuck(saga, bucket, Optional.empty(), OF_A_BUCKET));
    }

    JsonObject sagas() {
        Instant now = platform.clock().instant();
        Found stuck = stuck();
        Found due = inAllBuckets((saga, bucket) -> store.due(saga, bucket, now, OF_A_BUCKET));
        Found unsent = inAllBuckets((saga, bucket) -> store.unsent(saga, bucket, now.plus(EVER), OF_A_BUCKET));
        List<JsonObject> rows = stuck.instances().stream()
                .limit(MOST_SHOWN)
                .flatMap(ref -> store.load(ref).stream())
                .filter(row -> row.status() instanceof SagaStatus.Stuck)
                .map(this::instance)
                .toList();
        return JsonObject.empty()
                .setObjects("stuck", rows)
                .set("timersDue", due.instances().size())
                .set("unsent", unsent.instances().size())
                .set(
                        "exact",
                        stuck.exact()
                                && due.exact()
                                && unsent.exact()
                                && stuck.instances().size() <= MOST_SHOWN);
    }

    /** {@return how many are stuck, for the strip} */
    JsonObject need() {
        Found stuck = stuck();
        return JsonObject.empty().set("n", stuck.instances().size()).set("exact", stuck.exact());
    }

    /** {@return an instance, without its state} */
    JsonObject instance(SagaRow row) {
        JsonObject json = JsonObject.empty()
                .set("saga", row.ref().saga())
                .set("instance", row.ref().instance())
                .set("revision", row.revision());
        row.status()
                .fold(
                        running -> json.set("status", "running"),
                        ended -> json.set("status", "ended").set("ending", ended.ending()),
                        stuck -> {
                            stuck.since().ifPresent(at -> json.set("since", Texts.time(at)));
                            return json.set("status", "stuck").set("reason", stuck.reason());
                        });
        Optional<SagaRunner<?>> runner =
                Optional.ofNullable(parts.sagas().get(row.ref().saga()));
        runner.flatMap(one -> steps(one, row.ref())).ifPresent(steps -> {
            json.setObjects("steps", steps);
            steps.stream()
                    .filter(step -> !List.of("done", "undone").contains(step.text("status")))
                    .findFirst()
                    .ifPresent(step -> json.set("step", step.text("name")));
        });
        row.trouble()
                .ifPresent(trouble -> json.set(
                        "trouble",
                        JsonObject.empty().set("input", trouble.input()).set("times", trouble.times())));
        return json.setObjects(
                        "timers", row.timers().stream().map(SagaWatch::timer).toList())
                .setObjects(
                        "unsent",
                        row.unsent().commands().stream().map(SagaWatch::command).toList());
    }

    private static JsonObject timer(SagaRow.Timer timer) {
        return JsonObject.empty()
                .set("name", timer.name())
                .set("due", Texts.time(timer.due()))
                .set("failures", timer.failures());
    }

    static JsonObject command(PendingCommand command) {
        JsonObject json = JsonObject.empty().set("id", command.id()).set("target", command.target());
        try {
            return json.set(
                    "type", Shown.WITHOUT_TYPES.decode(command.event()).type().wire());
        } catch (RuntimeException unreadable) {
            return json;
        }
    }

    /** Only a saga of steps has them; a state that cannot be read is shown without. */
    private static Optional<List<JsonObject>> steps(SagaRunner<?> runner, SagaRef ref) {
        try {
            return runner.state(ref.instance())
                    .filter(Progress.class::isInstance)
                    .map(state -> steps((Progress<?>) state));
        } catch (PortException failed) {
            throw failed;
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static List<JsonObject> steps(Progress<?> progress) {
        return progress.asked().stream()
                .map(step -> JsonObject.empty().set("name", step).set("status", status(progress, step)))
                .toList();
    }

    private static String status(Progress<?> progress, String step) {
        return switch (progress.undo(step)) {
            case DONE -> "undone";
            case PENDING -> "undoing";
            case STUCK -> "stuck";
            case NONE ->
                switch (progress.action(step)) {
                    case WAITING -> "pending";
                    case PENDING -> "waiting";
                    default -> progress.action(step).name().toLowerCase(Locale.ROOT);
                };
        };
    }

    /** {@return the instance's row} */
    SagaRow find(String saga, String instance) {
        SagaRunner<?> runner = parts.saga(saga);
        return runner.find(instance)
                .orElseThrow(() -> Refusal.notFound(
                        "Saga " + saga + " has no instance '" + Texts.cut(instance, 80) + "'.", "Ids are exact."));
    }

    /** {@return streams that may have unpublished events, with why the last drain of this console left them} */
    JsonObject outbox() {
        List<Unpublished> streams = new ArrayList<>();
        boolean exact = true;
        for (int bucket = 0; bucket < Outbox.BUCKETS; bucket++) {
            List<Unpublished> some = platform.outbox()
                    .unpublished(bucket, platform.clock().instant().plus(EVER), OF_A_BUCKET);
            streams.addAll(some);
            exact &= some.size() < OF_A_BUCKET;
        }
        List<JsonObject> left = lastDrain.get();
        List<JsonObject> dirty = streams.stream()
                .limit(MOST_SHOWN)
                .map(stream -> unpublished(stream, left))
                .toList();
        return JsonObject.empty()
                .set("buckets", Outbox.BUCKETS)
                .set("read", Outbox.BUCKETS)
                .set("streams", streams.size())
                .setObjects("dirty", dirty)
                .set("exact", exact && streams.size() <= MOST_SHOWN);
    }

    private static JsonObject unpublished(Unpublished stream, List<JsonObject> left) {
        JsonObject json = left.stream()
                .filter(one -> one.text("stream").equals(stream.stream().value()))
                .findFirst()
                .orElseGet(
                        () -> JsonObject.empty().set("stream", stream.stream().value()));
        stream.since().ifPresent(at -> json.set("since", Texts.time(at)));
        return json;
    }

    /** Remembers which streams a drain left, and why. */
    void drained(List<JsonObject> left) {
        lastDrain.set(left);
    }
}
