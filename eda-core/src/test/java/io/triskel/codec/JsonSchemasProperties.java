package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.memory.InMemoryPersonalKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Records of random shapes with random values: their JSON Schemas take what is written, and refuse what reading refuses. */
class JsonSchemasProperties {
    private static final int RECORDS = 40;
    private static final int VALUES = 4;

    /** Reads a decimal as it is, and not as infinity. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final StateCodec states = StateCodec.of().withPersonal(new InMemoryPersonalKeys());

    /** A value as it is written, and what judges it. */
    private record Written(Class<?> type, String source, Judge judge, JsonNode json) {}

    private List<Written> written(Random random) throws IOException {
        AnyValues values = new AnyValues(random, false);
        List<Written> written = new ArrayList<>();
        for (AnyRecords.Generated one : AnyRecords.generate(random, RECORDS)) {
            if (one.readable()) {
                Judge judge = Judge.ofAnyYear(one.type());
                for (int i = 0; i < VALUES; i++) {
                    JsonNode json = JSON.readTree(states.encode(values.of(one.type())));
                    written.add(new Written(one.type(), one.source(), judge, json));
                }
            }
        }
        return written;
    }

    private boolean isRead(Written one) {
        try {
            return states.decode(one.json().toString().getBytes(StandardCharsets.UTF_8), one.type()) != null;
        } catch (InvalidStateException refused) {
            return false;
        }
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void what_is_written_fits(@ForAll Random random) throws IOException {
        for (Written one : written(random)) {
            assertThat(one.judge().wrongIn(one.json()))
                    .as(one.source() + "\n" + one.json())
                    .isEmpty();
        }
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void without_a_member_both_or_neither_take_it(@ForAll Random random) throws IOException {
        int refused = 0;
        for (Written one : written(random)) {
            List<ObjectNode> objects = new ArrayList<>();
            collect(one.json(), objects, new ArrayList<>());
            if (!objects.isEmpty()) {
                ObjectNode object = objects.get(random.nextInt(objects.size()));
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                object.remove(names.get(random.nextInt(names.size())));
                boolean read = isRead(one);

                assertThat(one.judge().wrongIn(one.json()).isEmpty())
                        .as(one.source() + "\n" + one.json())
                        .isEqualTo(read);
                refused += read ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void with_a_value_of_another_kind_the_schema_refuses_what_reading_refuses(@ForAll Random random)
            throws IOException {
        int refused = 0;
        for (Written one : written(random)) {
            List<Runnable> changes = new ArrayList<>();
            collect(one.json(), new ArrayList<>(), changes);
            if (!changes.isEmpty()) {
                changes.get(random.nextInt(changes.size())).run();
                if (!isRead(one)) {
                    refused++;

                    assertThat(one.judge().wrongIn(one.json()))
                            .as(one.source() + "\n" + one.json())
                            .isNotEmpty();
                }
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    /**
     * Collects objects with members, and changes of one value each: a structure becomes a text, a text or number an object. An absent
     * value has no kind: in its place an object may be right, but for the format of a time in it, which is not judged here.
     */
    private static void collect(JsonNode at, List<ObjectNode> objects, List<Runnable> changes) {
        if (at instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
            object.properties().stream()
                    .filter(member -> !member.getValue().isNull())
                    .forEach(member -> changes.add(() -> object.set(member.getKey(), other(member.getValue()))));
        }
        if (at instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                if (!array.get(place).isNull()) {
                    changes.add(() -> array.set(place, other(array.get(place))));
                }
            }
        }
        at.forEach(below -> collect(below, objects, changes));
    }

    private static JsonNode other(JsonNode value) {
        return value.isContainerNode()
                ? JSON.getNodeFactory().textNode("not this")
                : JSON.createObjectNode().put("not", "this");
    }
}
