package io.triskel.consume;

import io.triskel.event.EventId;
import io.triskel.event.IdSource;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.ClaimResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Claims the events of one batch in one call of the inbox, except those whose earlier claim had no answer: these are
 * claimed under their earlier name.
 */
final class Claiming {
    private final ConsumerParts with;
    private final LostClaims lost;
    private final String claimant;

    Claiming(ConsumerParts with, LostClaims lost, IdSource claimants) {
        this.with = with;
        this.lost = lost;
        this.claimant = with.inbox() == null ? "" : claimants.next();
    }

    /** Claims these events and passes on each answer, including a failed inbox's. */
    void claim(
            List<DeliveryInWork> items, Instant now, Duration lease, BiConsumer<DeliveryInWork, ClaimResult> answered) {
        Map<String, List<DeliveryInWork>> byClaimant = new LinkedHashMap<>();
        for (DeliveryInWork item : items) {
            byClaimant
                    .computeIfAbsent(lost.take(item.id(), claimant), name -> new ArrayList<>(items.size()))
                    .add(item);
        }
        byClaimant.forEach((name, some) -> claim(name, some, now, lease, answered));
    }

    private void claim(
            String name,
            List<DeliveryInWork> items,
            Instant now,
            Duration lease,
            BiConsumer<DeliveryInWork, ClaimResult> answered) {
        List<EventId> ids = new ArrayList<>(items.size());
        for (DeliveryInWork item : items) {
            ids.add(item.id());
        }
        List<ClaimResult> results = List.of();
        ClaimResult otherwise = Ports.missing();
        try {
            results = inbox().claimAll(with.consumer().name(), ids, now, lease, name);
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("inbox", ofThePort);
            otherwise = new ClaimResult.Failed(ofThePort.toString());
        }
        for (int i = 0; i < items.size(); i++) {
            ClaimResult result = i < results.size() ? results.get(i) : otherwise;
            if (result instanceof ClaimResult.Failed) {
                lost.remember(ids.get(i), name);
            }
            answered.accept(items.get(i), result);
        }
    }

    /** Claims an event of this batch again, after its lease has expired. */
    ClaimResult claimAgain(EventId event, Instant now, Duration lease) {
        return inbox().claimAll(with.consumer().name(), List.of(event), now, lease, claimant)
                .get(0);
    }

    private Inbox inbox() {
        return Objects.requireNonNull(with.inbox());
    }
}
