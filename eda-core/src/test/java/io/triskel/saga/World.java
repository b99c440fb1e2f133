package io.triskel.saga;

import static io.triskel.saga.Script.told;

import io.triskel.codec.EncodedData;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.observe.Observer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A script saga's runner with all that it needs, none of it real. */
final class World {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Script script = new Script();
    final FaultyStore store = new FaultyStore();
    final RecordingPublisher bus = new RecordingPublisher();
    final List<String> observed = new ArrayList<>();
    Instant now = START;
    final SagaRunner<Script.Heard> runner;

    World() {
        this(builder -> builder);
    }

    World(UnaryOperator<SagaRunnerBuilder<Script.Heard>> options) {
        runner = options.apply(SagaRunner.of(script, store, Script.codec(), bus)
                        .clock(() -> now)
                        .observer(new Observer() {
                            @Override
                            public void sagaEnded(String saga, String instance, String ending) {
                                observed.add(saga + " " + instance + " " + ending);
                            }
                        }))
                .build();
    }

    /** {@return a runner of another process, which knows only what is stored} */
    SagaRunner<Script.Heard> anotherProcess() {
        return SagaRunner.of(script, store, Script.codec(), bus)
                .clock(() -> now)
                .build();
    }

    static World sendingLater() {
        return new World(SagaRunnerBuilder::sendLater);
    }

    World tell(String id, String instance, String... orders) throws NotYetException {
        return tell(told(id, instance, orders));
    }

    World tell(Envelope<?> event) throws NotYetException {
        runner.handle(event, soon());
        return this;
    }

    Deadline soon() {
        return new Deadline(now.plusSeconds(30));
    }

    /** Publishes an event of the application itself, and tells what became of it. */
    String applicationPublishes(String key) {
        EncodedData data = new EncodedData(
                Optional.of("application/json"), "{\"what\":\"the application's\"}".getBytes(StandardCharsets.UTF_8));
        Envelope<EncodedData> event =
                Envelope.of(new EventId("/application", key), Script.DO, data).withKey(new OrderingKey(key));
        return bus.publishAndWait(List.of(event), soon())
                .entries()
                .get(0)
                .outcome()
                .tag();
    }

    SagaRow row(String instance) {
        return runner.find(instance).orElseThrow();
    }

    SagaRow stored(String instance) {
        return store.rows.load(new SagaRef("script", instance)).orElseThrow();
    }

    List<String> heard(String instance) {
        return runner.state(instance).orElseThrow().orders();
    }

    void later(Duration by) {
        now = now.plus(by);
    }
}
