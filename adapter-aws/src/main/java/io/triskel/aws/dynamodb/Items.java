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
 * Items of one table, each with a counter of its writes. A write has the condition that the item's counter is still the one read.
 *
 * <p>Each write leaves a stamp in its item. If the SDK repeats a write whose answer was lost, the repetition fails because the
 * first write succeeded; a writer that then finds its own stamp in the item knows that it has written.
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
     * Reads the item and applies a step to it, again and again until no other writer was faster.
     *
     * @param what the item's name in messages for people
     * @param step gives the item's next attributes, without the counter and the stamp, which this class adds
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
     * Writes an item if its counter has the expected value; 0 stands for an item that does not exist.
     *
     * @return whether the item is written; if not, its counter has another value
     */
    boolean replace(Map<String, AttributeValue> key, Map<String, AttributeValue> next, long expected) {
        Stamped stamped = stamped(next, expected);
        return put(stamped) || table.get(key).filter(stamped::is).isPresent();
    }

    /** Deletes the item if it is still as it was read; returns whether it was. */
    boolean delete(Map<String, AttributeValue> key, Map<String, AttributeValue> seen) {
        return table.delete(delete -> delete.key(key)
                .conditionExpression("#count = :before")
                .expressionAttributeNames(Map.of("#count", counter))
                .expressionAttributeValues(Map.of(":before", number(count(Optional.of(seen))))));
    }

    private long count(Optional<Map<String, AttributeValue>> item) {
        return item.map(there -> number(there, counter)).orElse(0L);
    }

    /** An item to write, on condition that the stored one was written {@code before} times. */
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
