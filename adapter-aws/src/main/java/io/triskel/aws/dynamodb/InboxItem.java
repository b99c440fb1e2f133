package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.inbox.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An entry of an inbox as it is stored. Whoever writes the next one does so on condition that the stored version is still
 * this one's.
 *
 * @param version grows with every write; 0 for an item that is not stored
 */
record InboxItem(long version, InboxEntry entry) {
    static InboxItem absent(Instant now) {
        return new InboxItem(0, InboxEntry.absent(now));
    }

    static InboxItem of(Map<String, AttributeValue> item) {
        return new InboxItem(
                number(item, "version"),
                new InboxEntry(
                        number(item, "fence"),
                        (int) number(item, "attempts"),
                        (int) number(item, "cutOff"),
                        flag(item, "completed"),
                        flag(item, "parked"),
                        instant(item, "written").orElseThrow(),
                        instant(item, "leaseEnd"),
                        instant(item, "since"),
                        number(item, "fenceOfSince")));
    }

    InboxItem next(InboxEntry next) {
        return new InboxItem(version + 1, next);
    }

    Map<String, AttributeValue> toItem(String key, Duration retention) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "entry", text(key),
                "version", number(version),
                "fence", number(entry.fence()),
                "attempts", number(entry.attempts()),
                "cutOff", number(entry.cutOff()),
                "completed", flag(entry.completed()),
                "parked", flag(entry.parked()),
                "written", instant(entry.written()),
                "fenceOfSince", number(entry.fenceOfSince())));
        Optional<Instant> leaseEnd = entry.leaseEnd();
        leaseEnd.ifPresent(end -> item.put("leaseEnd", instant(end)));
        entry.since().ifPresent(start -> item.put("since", instant(start)));
        if (!entry.parked()) {
            Instant last = leaseEnd.filter(entry.written()::isBefore).orElse(entry.written());
            item.put("expires", number(last.plus(retention).getEpochSecond()));
        }
        return item;
    }
}
