package io.triskel.evolution;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.JsonObject;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.platform.Platform;
import io.triskel.projection.Projection;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.saga.Input;
import io.triskel.saga.Progress;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.StateForm;
import io.triskel.saga.Steps;
import io.triskel.transfer.TransferEvents;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One stored thing of each kind, written by one release and continued by another, by the parts that do so in a program. */
abstract class Kept {
    static final String NAME = "test.kept";
    static final String ID = "one";
    static final Deadline SOON = new Deadline(Instant.MAX);

    final InMemoryStores stores = new InMemoryStores();

    /** A release of a program: the class that it stores, its version, and an upcaster from the version before, if any. */
    record Release<T>(Class<T> type, int version, Optional<UnaryOperator<JsonObject>> upcaster) {}

    record Heard(String instance) {}

    record Ship(String instance) {}

    record Shipped(String instance) {}

    /** Stores a state for the first time. */
    abstract <T> void begin(Release<T> release, T state) throws Exception;

    /** Reads as the next input does, which writes the state again if this kind is written again. */
    abstract <T> T goOn(Release<T> release) throws Exception;

    abstract byte[] bytes();

    <T> TypeRegistry types(Release<T> release) {
        TypeRegistry.Builder types = events().state(NAME, release.version(), release.type());
        release.upcaster().ifPresent(upcaster -> types.upcastState(NAME, release.version() - 1, upcaster));
        return types.build();
    }

    static TypeRegistry.Builder events() {
        return TypeRegistry.builder()
                .add("test.heard", 1, Heard.class)
                .add("test.ship", 1, Ship.class)
                .add("test.shipped", 1, Shipped.class);
    }

    Platform platform(Release<?> release) {
        TypeRegistry types = types(release);
        return Platform.of(
                Platform.Settings.of("/test", types),
                stores,
                () -> InMemoryBus.of(EventCodec.of(types), WireMode.STRUCTURED, 1));
    }

    static Envelope<Heard> heard(Platform platform, long revision) {
        return platform.events().of(new Heard(ID)).withPattern(new EventKind.Sourced(new StreamId(ID), revision));
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    /** Kinds that the next event reads and writes again. */
    abstract static class WrittenAgain extends Kept {
        /** {@return the consumer that continues what is stored} */
        abstract <T> ConsumerSpec consumer(Platform platform, Class<T> type);

        abstract Envelope<?> next(Platform platform);
    }

    static final class SagaState extends WrittenAgain {
        /** Keeps the state that it begins with, and asks for nothing. */
        record Plain<T>(Class<T> type, Optional<T> first) implements Saga<T> {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public Set<Class<?>> listensTo() {
                return Set.of(Heard.class);
            }

            @Override
            public StateForm<T> form(StateCodec codec) {
                return StateForm.of(type, codec);
            }

            @Override
            public T initial() {
                return first.orElseThrow();
            }

            @Override
            public Optional<String> correlate(Envelope<?> event) {
                return Optional.of(ID);
            }

            @Override
            public T evolve(T state, Input input) {
                return state;
            }

            @Override
            public Reaction react(T state, Input input) {
                return Reaction.nothing().end("done");
            }
        }

        @Override
        <T> void begin(Release<T> release, T state) throws Exception {
            Platform platform = platform(release);
            platform.saga(new Plain<>(release.type(), Optional.of(state))).handle(heard(platform, 1), SOON);
        }

        @Override
        <T> T goOn(Release<T> release) throws Exception {
            Platform platform = platform(release);
            var saga = platform.saga(new Plain<>(release.type(), Optional.empty()));
            saga.handle(heard(platform, 2), SOON);
            return saga.state(ID).orElseThrow();
        }

        @Override
        <T> ConsumerSpec consumer(Platform platform, Class<T> type) {
            return platform.saga(new Plain<>(type, Optional.empty()));
        }

        @Override
        Envelope<?> next(Platform platform) {
            return heard(platform, 2);
        }

        @Override
        byte[] bytes() {
            return stores.sagas().load(new SagaRef("plain", ID)).orElseThrow().state();
        }
    }

    static final class SagaOfSteps extends WrittenAgain {
        private Optional<Envelope<?>> reply = Optional.empty();

        private static <T> Saga<Progress<T>> saga(Class<T> type, Optional<T> first) {
            return Steps.named("steps", type)
                    .startedBy(Heard.class, Heard::instance, heard -> first.orElseThrow())
                    .step("ship")
                    .command("shipping", data -> new Ship(ID))
                    .done(Shipped.class)
                    .build();
        }

        @Override
        <T> void begin(Release<T> release, T state) throws Exception {
            Platform platform = platform(release);
            var runner = platform.saga(saga(release.type(), Optional.of(state)));
            runner.handle(heard(platform, 1), SOON);
            PendingCommand asked = row().unsent().commands().get(0);
            Envelope<?> command = platform.codec().decode(asked.event());
            reply = Optional.of(platform.events().of(new Shipped(ID)).withMetadata(Metadata.causedBy(command)));
        }

        @Override
        <T> T goOn(Release<T> release) throws Exception {
            var runner = platform(release).saga(saga(release.type(), Optional.empty()));
            runner.handle(reply.orElseThrow(), SOON);
            return runner.state(ID).orElseThrow().data().orElseThrow();
        }

        private SagaRow row() {
            return stores.sagas().load(new SagaRef("steps", ID)).orElseThrow();
        }

        @Override
        <T> ConsumerSpec consumer(Platform platform, Class<T> type) {
            return platform.saga(saga(type, Optional.empty()));
        }

        @Override
        Envelope<?> next(Platform platform) {
            return reply.orElseThrow();
        }

        @Override
        byte[] bytes() {
            return row().state();
        }
    }

    static final class ViewRow extends WrittenAgain {
        private static <T> Projection<T> rows(Class<T> type, Optional<T> first) {
            return new Projection<>() {
                @Override
                public String name() {
                    return "rows";
                }

                @Override
                public Class<T> rowType() {
                    return type;
                }

                @Override
                public List<Class<?>> events() {
                    return List.of(Heard.class);
                }

                @Override
                public Optional<T> evolve(Optional<T> row, Envelope<?> event) {
                    return row.or(() -> first);
                }
            };
        }

        @Override
        <T> void begin(Release<T> release, T state) throws Exception {
            Platform platform = platform(release);
            platform.view(rows(release.type(), Optional.of(state))).apply(heard(platform, 1));
        }

        @Override
        <T> T goOn(Release<T> release) throws Exception {
            Platform platform = platform(release);
            var view = platform.view(rows(release.type(), Optional.empty()));
            view.apply(heard(platform, 2));
            return view.find(new StreamId(ID)).orElseThrow();
        }

        @Override
        <T> ConsumerSpec consumer(Platform platform, Class<T> type) {
            return platform.view(rows(type, Optional.empty()));
        }

        @Override
        Envelope<?> next(Platform platform) {
            return heard(platform, 2);
        }

        @Override
        byte[] bytes() {
            return stores.readModel().get("rows.g1", ID).orElseThrow().state();
        }
    }

    /** Kinds whose state is the data of an event, which nobody writes again. */
    abstract static class OfEvent extends Kept {
        @Override
        <T> TypeRegistry types(Release<T> release) {
            EventType type = EventType.of(NAME, release.version());
            TypeRegistry.Builder types = events().add(type, release.type());
            release.upcaster()
                    .ifPresent(upcaster -> types.upcast(EventType.of(NAME, release.version() - 1), type, upcaster));
            return types.build();
        }
    }

    static final class Replica extends OfEvent {
        @Override
        <T> void begin(Release<T> release, T state) {
            var changed = new TransferEvents<T>("/test", EventType.of(NAME, release.version()));
            platform(release).replica("kept", release.type()).apply(changed.changed(ID, 1, state));
        }

        @Override
        <T> T goOn(Release<T> release) {
            return platform(release).replica("kept", release.type()).find(ID).orElseThrow();
        }

        @Override
        byte[] bytes() {
            return stores.replicas().get("kept", ID).orElseThrow().state();
        }
    }

    /** The yardstick: what is stored longest. */
    static final class Event extends OfEvent {
        private byte[] stored = new byte[0];

        @Override
        <T> void begin(Release<T> release, T state) {
            EventType type = EventType.of(NAME, release.version());
            stored = platform(release).codec().encode(Envelope.of(new EventId("/test", "1"), type, state));
        }

        @Override
        <T> T goOn(Release<T> release) {
            Object data = platform(release).codec().decode(stored).data();
            if (data instanceof EncodedData) {
                throw new IllegalStateException("no missing upcaster is named for an event of an unknown version");
            }
            return release.type().cast(data);
        }

        @Override
        byte[] bytes() {
            return stored;
        }
    }
}
