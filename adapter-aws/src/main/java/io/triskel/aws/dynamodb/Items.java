package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.PortException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items of one table that count their writes. Each is changed by one write, on condition that it is as it was seen.
 *
 * <p>Each write leaves a stamp in its item. The SDK repeats a write whose answer was lost, and the repetition fails by the
 * first one's success; whoever then finds its own stamp knows that it has written.
 */
final class Items {
    private static final String STAMP = "stamp";
    private static final int TRIES = 256;

    private final Table table;
    private final String counter;

    /** Items whose writes are counted by this attribute. */
    Items(Table table, String counter) {
        this.table = table;
        this.counter = counter;
    }

    /**
     * Reads the item and does a step on it, until nobody else was faster.
     *
     * @param what the item's name for people
     * @param step what is to become of it, without what this class writes itself
     */
    <T> T step(
            Map<String, AttributeValue> key,
            String what,
            Function<Optional<Map<String, AttributeValue>>, Step<T>> step) {
        Optional<Map<String, AttributeValue>> there = table.get(key);
        for (int tries = 0; tries < TRIES; tries++) {
            Step<T> next = step.apply(there);
            if (next.next().isEmpty()) {
                return next.answer();
            }
            Stamped stamped = stamped(next.next().get(), count(there));
            if (put(stamped)) {
                return next.answer();
            }
            there = table.get(key);
            if (there.filter(stamped::is).isPresent()) {
                return next.answer();
            }
        }
        throw new PortException(
                what + " was changed by others at each of " + TRIES + " tries; try again when it is quieter");
    }

    /**
     * Writes an item if it was written so often; 0 is for one that is not there.
     *
     * @return whether it is written; if not, it was written more or less often
     */
    boolean replace(Map<String, AttributeValue> key, Map<String, AttributeValue> next, long expected) {
        Stamped stamped = stamped(next, expected);
        return put(stamped) || table.get(key).filter(stamped::is).isPresent();
    }

    /** Whether the item was as it was seen, and is gone. */
    boolean delete(Map<String, AttributeValue> key, Map<String, AttributeValue> seen) {
        return table.delete(delete -> delete.key(key)
                .conditionExpression("#count = :before")
                .expressionAttributeNames(Map.of("#count", counter))
                .expressionAttributeValues(Map.of(":before", number(count(Optional.of(seen))))));
    }

    private long count(Optional<Map<String, AttributeValue>> item) {
        return item.map(there -> number(there, counter)).orElse(0L);
    }

    /** An item as it is to be written, if the one that is there was written {@code before} times. */
    private record Stamped(Map<String, AttributeValue> item, AttributeValue stamp, long before) {
        boolean is(Map<String, AttributeValue> there) {
            return stamp.equals(there.get(STAMP));
        }
    }

    private Stamped stamped(Map<String, AttributeValue> next, long before) {
        Map<String, AttributeValue> item = new HashMap<>(next);
        item.put(counter, number(before + 1));
        AttributeValue stamp = text(UUID.randomUUID().toString());
        item.put(STAMP, stamp);
        return new Stamped(item, stamp, before);
    }

    private boolean put(Stamped next) {
        return table.put(put -> {
            put.item(next.item()).expressionAttributeNames(Map.of("#count", counter));
            if (next.before() == 0) {
                put.conditionExpression("attribute_not_exists(#count)");
            } else {
                put.conditionExpression("#count = :before")
                        .expressionAttributeValues(Map.of(":before", number(next.before())));
            }
        });
    }
}
