package io.triskel.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.json.JsonTokens;
import io.triskel.json.PersonalCrypto;
import io.triskel.json.PlainRecord;
import io.triskel.json.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registry with a reader and a writer per type, so that nothing is looked up twice per event. Each is created on first
 * use: a function that only reads never pays for writers at its cold start.
 */
final class DataTypes {
    private final TypeRegistry registry;
    private final JsonFactory json = JsonTokens.factory();
    private final LazyMapper mapper;
    private final Map<String, Slot> byWire = new HashMap<>();
    private final Map<EventType, Slot> byType = new HashMap<>();

    DataTypes(TypeRegistry registry, PersonalCrypto crypto) {
        this.registry = registry;
        this.mapper = new LazyMapper(json, crypto);
        registry.types().forEach(this::prepare);
        registry.steps().keySet().forEach(this::prepare);
    }

    private void prepare(EventType type) {
        Slot slot = new Slot(type);
        byWire.put(type.wire(), slot);
        byType.put(type, slot);
    }

    TypeRegistry registry() {
        return registry;
    }

    JsonFactory json() {
        return json;
    }

    /** {@return the slot of a type as on the wire, or null for an unknown one} */
    @Nullable
    Slot slot(String wire) {
        return byWire.get(wire);
    }

    /** {@return the slot of a type, or null for an unknown one} */
    @Nullable
    Slot slot(EventType type) {
        return byType.get(type);
    }

    /** {@return the type's wire text, which a slot has cached} */
    static String wire(EventType type, @Nullable Slot slot) {
        return slot == null ? type.wire() : slot.wire;
    }

    /** Rejects an event with octets or without data if its type is registered with another class of data. */
    void requireFit(@Nullable Slot slot, Envelope<?> event) {
        Object data = event.data();
        if (slot == null || data instanceof EncodedData) {
            return;
        }
        boolean fits = data instanceof NoData
                ? slot.isNoData() || slot.dataClass == EncodedData.class || isTombstone(event)
                : slot.isBytes() || !(data instanceof byte[]);
        if (!fits) {
            throw new InvalidEventException(
                    "data", slot.expectation() + ", this is " + (data instanceof NoData ? "none" : "octets"));
        }
    }

    private static boolean isTombstone(Envelope<?> event) {
        return event.pattern() instanceof EventKind.StateTransfer state && state.deleted();
    }

    /** Writes typed data as JSON: as the slot's class if there is a slot, else as the data's own class. */
    void write(@Nullable Slot slot, Object data, JsonGenerator json) throws IOException {
        ObjectWriter writer = slot == null ? null : slot.writer(data);
        try {
            if (writer == null) {
                mapper.get().writerFor(data.getClass()).writeValue(json, data);
            } else {
                writer.writeValue(json, data);
            }
        } catch (IOException | RuntimeException | Error failed) {
            MappingFailure.rethrowKnown(failed);
            throw new InvalidEventException("data", MappingFailure.reason(failed), failed);
        }
    }

    /** How to read data of one wire type: its class and its upcasters. */
    final class Slot {
        private final EventType type;
        private final String wire;
        private final EventType newest;
        private final List<TypeRegistry.Step> steps;
        private final Class<?> dataClass;
        private final Optional<Class<?>> own;
        private @Nullable Boolean shared;
        // Reader and writer are immutable: if two threads each make one, either may be kept.
        private @Nullable ObjectReader reader;
        // Given up once only databind could read an event, lest all such are read twice. A thread that does not see it
        // yet
        // reads by databind, too.
        private @Nullable PlainRecord plain;
        private boolean plainKnown;
        private @Nullable ObjectWriter ownWriter;

        private Slot(EventType type) {
            this.type = type;
            this.wire = type.wire();
            this.newest = registry.newestOf(type);
            this.steps = stepsFrom(type);
            this.dataClass = registry.dataTypeOf(type).orElseThrow();
            this.own = registry.registeredClass(type);
        }

        private List<TypeRegistry.Step> stepsFrom(EventType from) {
            List<TypeRegistry.Step> way = new ArrayList<>();
            Optional<TypeRegistry.Step> step = registry.stepFrom(from);
            while (step.isPresent()) {
                way.add(step.get());
                step = registry.stepFrom(step.get().to());
            }
            return List.copyOf(way);
        }

        EventType type() {
            return type;
        }

        EventType newest() {
            return newest;
        }

        boolean isUpcast() {
            return !steps.isEmpty();
        }

        /** Asked of a bus in memory only, so not at a cold start; threads that race find the same. */
        boolean isShared() {
            Boolean known = shared;
            if (known == null) {
                known = steps.isEmpty() && SharedData.isPossible(dataClass);
                shared = known;
            }
            return known;
        }

        boolean isJson() {
            return !isBytes() && !isNoData() && dataClass != EncodedData.class;
        }

        boolean isBytes() {
            return dataClass == byte[].class;
        }

        boolean isNoData() {
            return dataClass == NoData.class;
        }

        private @Nullable ObjectWriter writer(Object data) {
            if (own.isPresent() && !own.get().isInstance(data)) {
                throw new InvalidEventException(
                        "data",
                        type + " is registered for " + own.get().getName() + ", this is a "
                                + data.getClass().getName());
            }
            if (own.isEmpty()) {
                return null;
            }
            ObjectWriter writer = ownWriter;
            if (writer == null) {
                writer = mapper.get().writerFor(own.get());
                ownWriter = writer;
            }
            return writer;
        }

        private ObjectReader reader() {
            ObjectReader made = reader;
            if (made == null) {
                made = mapper.get().readerFor(dataClass);
                reader = made;
            }
            return made;
        }

        private @Nullable PlainRecord plain() {
            if (!plainKnown) {
                plain = PlainRecord.of(dataClass).orElse(null);
                plainKnown = true;
            }
            return plain;
        }

        private void leaveToDatabind() {
            plain = null;
            plainKnown = true;
        }

        /**
         * Reads typed data at the parser's position; only for a type that is not upcast.
         *
         * @throws PlainRecord.Unusual if it was to be read {@code plainly}, and cannot be
         */
        Object read(JsonParser at, boolean plainly) throws PlainRecord.Unusual {
            PlainRecord record = plainly ? plain() : null;
            return record == null ? mapped(at) : record.read(at);
        }

        private Object mapped(JsonParser at) {
            try {
                Object value = present(reader().readValue(at));
                leaveToDatabind();
                return value;
            } catch (IOException | RuntimeException | Error failed) {
                throw unreadable(failed);
            }
        }

        /** Reads typed data from part of a JSON text, through the upcasters. */
        Object read(byte[] bytes, int from, int length) {
            Object value = steps.isEmpty() ? plainly(bytes, from, length) : null;
            return value == null ? mapped(bytes, from, length) : value;
        }

        private @Nullable Object plainly(byte[] bytes, int from, int length) {
            PlainRecord record = plain();
            if (record == null) {
                return null;
            }
            try (JsonParser parser = json.createParser(bytes, from, length)) {
                parser.nextToken();
                return record.read(parser);
            } catch (IOException unusual) {
                return null;
            }
        }

        private Object mapped(byte[] bytes, int from, int length) {
            try {
                if (!steps.isEmpty()) {
                    return present(reader().readValue(UpcastData.upcast(
                            steps, mapper.get().reader().readTree(bytes, from, length))));
                }
                Object value = present(reader().readValue(bytes, from, length));
                leaveToDatabind();
                return value;
            } catch (IOException | RuntimeException | Error failed) {
                throw unreadable(failed);
            }
        }

        private Object present(@Nullable Object value) {
            if (value == null) {
                throw new InvalidEventException(
                        "data", type + " has data of " + dataClass.getName() + ", this is null");
            }
            return value;
        }

        private InvalidEventException unreadable(Throwable failed) {
            MappingFailure.rethrowKnown(failed);
            return new InvalidEventException("data", MappingFailure.reason(failed), failed);
        }

        /** For the message of an event that has no data but should. */
        String expectation() {
            return type + " has data of " + dataClass.getName();
        }
    }
}
