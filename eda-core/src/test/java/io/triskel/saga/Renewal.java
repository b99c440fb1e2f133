package io.triskel.saga;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata;
import io.triskel.memory.InMemorySagaStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A subscription that is renewed month after month: one instance, started again each time. With all that it needs. */
final class Renewal {
    static final String NAME = "renewal";

    record Due(String subscription, String month) {}

    record Cancelled(String subscription) {}

    record Charge(String subscription, String month) {}

    record Charged(String subscription) {}

    record Declined(String subscription) {}

    record Refund(String subscription, String month) {}

    record Refunded(String subscription) {}

    record Extend(String subscription, String month) {}

    record Extended(String subscription) {}

    record NotExtended(String subscription) {}

    record Renewed(String subscription, String month) {}

    record Lapsed(String subscription, String month) {}

    record Kept(String subscription, String month) {}

    static final EventCodec CODEC = EventCodec.of(types());

    final InMemorySagaStore store = new InMemorySagaStore();
    final RecordingPublisher bus = new RecordingPublisher();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final SagaRunner<Progress<Kept>> runner;
    private int events;

    Renewal() {
        this(steps());
    }

    Renewal(Steps<Kept> steps) {
        runner =
                SagaRunner.of(steps.build(), store, CODEC, bus).clock(() -> now).build();
    }

    static Steps<Kept> steps() {
        return Steps.named(NAME, Kept.class)
                .startedBy(Due.class, Due::subscription, due -> new Kept(due.subscription(), due.month()))
                .calledOffBy(Cancelled.class, Cancelled::subscription)
                .step("charge")
                .command("payment", kept -> new Charge(kept.subscription(), kept.month()))
                .done(Charged.class)
                .failed(Declined.class)
                .within(Duration.ofMinutes(1))
                .undo("payment", kept -> new Refund(kept.subscription(), kept.month()))
                .undone(Refunded.class)
                .undoWithin(Duration.ofMinutes(1), 0)
                .step("extend")
                .command("accounts", kept -> new Extend(kept.subscription(), kept.month()))
                .done(Extended.class)
                .failed(NotExtended.class)
                .within(Duration.ofMinutes(10))
                .nothingToUndo()
                .whenCompleted("mail", kept -> new Renewed(kept.subscription(), kept.month()))
                .whenCompensated("mail", (kept, why) -> new Lapsed(kept.subscription(), kept.month()));
    }

    static TypeRegistry types() {
        TypeRegistry.Builder types = TypeRegistry.builder();
        for (Class<?> type : Renewal.class.getDeclaredClasses()) {
            if (type.isRecord() && type != Kept.class) {
                types.add("renewal." + type.getSimpleName(), 1, type);
            }
        }
        return types.build();
    }

    Renewal tell(Object data, Metadata metadata) throws Exception {
        runner.handle(
                Envelope.of(new EventId("/test", "e" + ++events), types().requireTypeOf(data.getClass()), data)
                        .withMetadata(metadata),
                soon());
        return this;
    }

    Deadline soon() {
        return new Deadline(now.plusSeconds(30));
    }

    Renewal due(String month) throws Exception {
        return tell(new Due("s1", month), Metadata.empty());
    }

    /** Answers the last command of this type. */
    Renewal answer(Class<?> command, Object reply) throws Exception {
        return answer(last(command), reply);
    }

    Renewal answer(Envelope<?> command, Object reply) throws Exception {
        return tell(reply, Metadata.causedBy(command));
    }

    Renewal renewed(String month) throws Exception {
        return due(month).answer(Charge.class, new Charged("s1")).answer(Extend.class, new Extended("s1"));
    }

    /** Payment does not answer, and knows of nothing to refund: {@return the question, which may be answered yet} */
    Envelope<?> lapsed(String month) throws Exception {
        due(month);
        Envelope<?> charge = last(Charge.class);
        later(Duration.ofMinutes(1)).answer(Refund.class, new Refunded("s1"));
        return charge;
    }

    Renewal later(Duration by) {
        now = now.plus(by);
        runner.work();
        return this;
    }

    Renewal resume() {
        runner.resume("s1");
        runner.work();
        return this;
    }

    Envelope<?> last(Class<?> command) {
        List<Envelope<?>> all = sent(command);
        return all.get(all.size() - 1);
    }

    List<Envelope<?>> sent(Class<?> command) {
        return commands().stream()
                .filter(event -> command.isInstance(event.data()))
                .toList();
    }

    List<Object> sent() {
        return commands().stream().<Object>map(Envelope::data).toList();
    }

    private List<Envelope<?>> commands() {
        return bus.accepted.stream()
                .<Envelope<?>>map(event -> CODEC.decode(CODEC.encode(event)))
                .toList();
    }

    SagaRow row() {
        return runner.find("s1").orElseThrow();
    }

    SagaStatus status() {
        return row().status();
    }

    Progress<Kept> progress() {
        return runner.state("s1").orElseThrow();
    }
}
