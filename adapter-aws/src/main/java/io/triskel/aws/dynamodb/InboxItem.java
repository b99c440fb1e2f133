package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.spi.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts an inbox entry to the attributes of its item, and back. */
final class InboxItem {
    /** What {@link #entry} reads, and the key. */
    static final List<String> ATTRIBUTES = List.of(
            "entry",
            "fence",
            "attempts",
            "cutOff",
            "completed",
            "parked",
            "written",
            "leaseEnd",
            "since",
            "fenceOfSince",
            "claimant");

    private InboxItem() {}

    static InboxEntry entry(Map<String, AttributeValue> item) {
        return new InboxEntry(
                number(item, "fence"),
                (int) number(item, "attempts"),
                (int) number(item, "cutOff"),
                flag(item, "completed"),
                flag(item, "parked"),
                instant(item, "written").orElseThrow(),
                instant(item, "leaseEnd"),
                instant(item, "since"),
                number(item, "fenceOfSince"),
                Optional.ofNullable(item.get("claimant")).map(AttributeValue::s));
    }

    static Map<String, AttributeValue> of(String key, InboxEntry entry, Duration retention) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "entry", text(key),
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
        entry.claimant().ifPresent(name -> item.put("claimant", text(name)));
        if (!entry.parked()) {
            Instant last = leaseEnd.filter(entry.written()::isBefore).orElse(entry.written());
            item.put("expires", number(last.plus(retention).getEpochSecond()));
        }
        return item;
    }
}
