package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.inbox.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One event of one consumer as it is stored, and what a step makes of it. A step never changes it: whoever writes the
 * next one does so on condition that the stored version is still this one's.
 *
 * @param version grows with every write; 0 for an item that is not stored
 * @param fenceOfSince the fence of the claim that set {@code since}
 */
record InboxItem(
        long version,
        long fence,
        int attempts,
        int cutOff,
        boolean completed,
        boolean parked,
        Instant written,
        Optional<Instant> leaseEnd,
        Optional<Instant> since,
        long fenceOfSince) {
    static InboxItem absent(Instant now) {
        return new InboxItem(0, 0, 0, 0, false, false, now, Optional.empty(), Optional.empty(), 0);
    }

    static InboxItem of(Map<String, AttributeValue> item) {
        return new InboxItem(
                number(item, "version"),
                number(item, "fence"),
                (int) number(item, "attempts"),
                (int) number(item, "cutOff"),
                flag(item, "completed"),
                flag(item, "parked"),
                instant(item, "written").orElseThrow(),
                instant(item, "leaseEnd"),
                instant(item, "since"),
                number(item, "fenceOfSince"));
    }

    Map<String, AttributeValue> toItem(String entry, Duration retention) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "entry", text(entry),
                "version", number(version),
                "fence", number(fence),
                "attempts", number(attempts),
                "cutOff", number(cutOff),
                "completed", flag(completed),
                "parked", flag(parked),
                "written", instant(written),
                "fenceOfSince", number(fenceOfSince)));
        leaseEnd.ifPresent(end -> item.put("leaseEnd", instant(end)));
        since.ifPresent(start -> item.put("since", instant(start)));
        if (!parked) {
            Instant last = leaseEnd.filter(written::isBefore).orElse(written);
            item.put("expires", number(last.plus(retention).getEpochSecond()));
        }
        return item;
    }

    boolean leased(Instant now) {
        return leaseEnd.isPresent() && now.isBefore(leaseEnd.get());
    }

    boolean mayGo(Instant moment, Instant now) {
        return written.isBefore(moment) && (completed || (!parked && !leased(now)));
    }

    InboxItem claimed(Instant now, Instant end, boolean forTheLot) {
        return new InboxItem(
                version + 1,
                fence + 1,
                attempts + 1,
                leaseEnd.isPresent() ? cutOff + 1 : cutOff,
                false,
                parked || forTheLot,
                now,
                Optional.of(end),
                since.isPresent() ? since : Optional.of(now),
                since.isPresent() ? fenceOfSince : fence + 1);
    }

    InboxItem ended(Instant now) {
        return new InboxItem(
                version + 1, fence, attempts, cutOff, true, false, now, Optional.empty(), since, fenceOfSince);
    }

    InboxItem released(Release release, Instant now, boolean toTheLot) {
        return new InboxItem(
                version + 1,
                fence,
                release.attempts(),
                release.untried() ? cutOff : 0,
                false,
                parked || toTheLot,
                now,
                Optional.empty(),
                release.untried() && fenceOfSince == fence ? Optional.empty() : since,
                fenceOfSince);
    }
}
