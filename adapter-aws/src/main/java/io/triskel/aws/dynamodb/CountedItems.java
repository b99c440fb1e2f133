package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.spi.Change;
import io.triskel.store.Remembered;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items of one table, each with a counter of its writes. A write succeeds only if the counter still has the value read.
 *
 * <p>Each write leaves a stamp in its item. If the answer of a write is lost and the SDK or {@link ItemTable} retries
 * it, the retry fails because the first write succeeded. A writer that then finds its own stamp in the item knows that
 * it succeeded.
 */
final class CountedItems {
    private static final String STAMP = "stamp";

    private final ItemTable table;
    private final String counter;
    private final Optional<Remembered<Map<String, AttributeValue>, Map<String, AttributeValue>>> seen;

    private CountedItems(
            ItemTable table,
            String counter,
            Optional<Remembered<Map<String, AttributeValue>, Map<String, AttributeValue>>> seen) {
        this.table = table;
        this.counter = counter;
        this.seen = seen;
    }

    /** Items whose writes are counted by this attribute. */
    CountedItems(ItemTable table, String counter) {
        this(table, counter, Optional.empty());
    }

    /** {@return items whose last written form is remembered, so that the next step need not read them} */
    static CountedItems remembered(ItemTable table, String counter) {
        return new CountedItems(table, counter, Optional.of(new Remembered<>()));
    }

    /**
     * Reads the item, unless it is remembered, applies a step and writes the result; repeats this while other writers
     * are faster.
     *
     * @param what names the item in messages
     * @param step gives the item's next attributes, without the counter and the stamp, which this class adds
     */
    <T> T step(
            Map<String, AttributeValue> key,
            String what,
            Function<Optional<Map<String, AttributeValue>>, Change<Map<String, AttributeValue>, T>> step) {
        Optional<Map<String, AttributeValue>> last = lastSeen(key);
        return stepFrom(last.isPresent() ? Optional.of(last) : Optional.empty(), key, what, step);
    }

    /** As {@link #step}, for an item that most likely does not exist yet: it is not read before it is written. */
    <T> T stepNew(
            Map<String, AttributeValue> key,
            String what,
            Function<Optional<Map<String, AttributeValue>>, Change<Map<String, AttributeValue>, T>> step) {
        return stepFrom(Optional.of(lastSeen(key)), key, what, step);
    }

    /** @param first a guess of the item; empty to read it first */
    private <T> T stepFrom(
            Optional<Optional<Map<String, AttributeValue>>> first,
            Map<String, AttributeValue> key,
            String what,
            Function<Optional<Map<String, AttributeValue>>, Change<Map<String, AttributeValue>, T>> step) {
        return ItemTable.WRITES.stepFrom(what, first, () -> read(key), step, (before, next) -> {
            Stamped stamped = stamped(next, count(before));
            if (put(key, stamped)) {
                return Optional.empty();
            }
            Optional<Map<String, AttributeValue>> now = read(key);
            return now.filter(stamped::is).isPresent() ? Optional.empty() : Optional.of(now);
        });
    }

    /**
     * Writes an item if its counter has the expected value; 0 means that the item does not exist.
     *
     * @return whether the item is written; if not, its counter has another value
     */
    boolean replace(Map<String, AttributeValue> key, Map<String, AttributeValue> next, long expected) {
        Stamped stamped = stamped(next, expected);
        return put(key, stamped) || read(key).filter(stamped::is).isPresent();
    }

    /** Deletes the item if it is unchanged since it was read; returns whether it did. */
    boolean delete(Map<String, AttributeValue> key, Map<String, AttributeValue> seenBefore) {
        seen.ifPresent(memory -> memory.forget(key));
        return table.delete(delete -> delete.key(key)
                .conditionExpression("#count = :before")
                .expressionAttributeNames(Map.of("#count", counter))
                .expressionAttributeValues(Map.of(":before", number(count(Optional.of(seenBefore))))));
    }

    private Optional<Map<String, AttributeValue>> lastSeen(Map<String, AttributeValue> key) {
        return seen.flatMap(memory -> memory.get(key));
    }

    private Optional<Map<String, AttributeValue>> read(Map<String, AttributeValue> key) {
        seen.ifPresent(memory -> memory.forget(key));
        Optional<Map<String, AttributeValue>> there = table.get(key);
        seen.ifPresent(memory -> there.ifPresent(item -> memory.put(key, item)));
        return there;
    }

    private long count(Optional<Map<String, AttributeValue>> item) {
        return item.map(there -> number(there, counter)).orElse(0L);
    }

    /** An item to write if the stored one was written {@code before} times. */
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

    private boolean put(Map<String, AttributeValue> key, Stamped next) {
        seen.ifPresent(memory -> memory.forget(key));
        boolean written = table.putAgain(next.item(), put -> {
            put.expressionAttributeNames(Map.of("#count", counter));
            if (next.before() == 0) {
                put.conditionExpression("attribute_not_exists(#count)");
            } else {
                put.conditionExpression("#count = :before")
                        .expressionAttributeValues(Map.of(":before", number(next.before())));
            }
        });
        if (written) {
            seen.ifPresent(memory -> memory.put(key, next.item()));
        }
        return written;
    }
}
