package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.spi.Change;
import io.triskel.spi.InboxEntry;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Stores an inbox, one item per consumer and event, by conditional writes. Most events are new and most claims
 * unchanged, so claim and completion are one write each; an item is read, consistently, only if its condition fails.
 * The entries of a call run on the caller's executor, which bounds how many run at the same time. DynamoDB's time to
 * live deletes items; {@link #forgetBefore} deletes them sooner.
 */
public final class DynamoDbInbox implements Inbox {
    /**
     * The longest key of one of our own events: consumer, source and id with their lengths take 1,560 of a key's 2,048
     * bytes.
     */
    private static final int LONGEST = 128 + EventId.MAX_SOURCE + EventId.MAX_ID + "128:256:".length();

    private static final String DIGEST = "sha256:";

    private final ItemTable table;
    private final CountedItems items;
    private final Executor executor;
    private final Duration retention;
    private final AtomicReference<Map<String, AttributeValue>> scanned = new AtomicReference<>(Map.of());

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#inbox()}
     * @param retention how long an item is kept after its last write: at least the bus's retention and the replay
     *     horizon
     * @param executor runs the entries of a call; {@code Runnable::run} runs them one after another
     */
    public DynamoDbInbox(DynamoDbClient client, DynamoDbTables tables, Duration retention, Executor executor) {
        this(new ItemTable(client, tables.inbox()), retention, executor);
    }

    DynamoDbInbox(ItemTable table, Duration retention, Executor executor) {
        this.table = table;
        this.items = CountedItems.remembered(table, "version");
        this.retention = retention;
        this.executor = executor;
    }

    @Override
    public List<ClaimResult> claimAll(
            String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
        return each(
                events,
                event -> claim(consumer, event, now, now.plus(lease), false, claimant),
                ClaimResult.Failed::new);
    }

    @Override
    public ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease, String claimant) {
        return claim(consumer, event, now, now.plus(lease), true, claimant);
    }

    @Override
    public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
        Map<AttributeValue, InboxEntry> found = new HashMap<>();
        table.getAll(events.stream().map(event -> key(consumer, event)).toList(), InboxItem.ATTRIBUTES)
                .forEach(item -> found.put(item.get("entry"), InboxItem.entry(item)));
        return events.stream()
                .map(event -> Optional.ofNullable(found.get(text(entry(consumer, event))))
                        .flatMap(entry -> entry.seen(now)))
                .toList();
    }

    private ClaimResult claim(
            String consumer, EventId event, Instant now, Instant end, boolean forTheLot, String claimant) {
        return items.stepNew(
                key(consumer, event),
                what(consumer, event),
                step(consumer, event, now, entry -> entry.claim(consumer, event, now, end, forTheLot, claimant)));
    }

    @Override
    public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
        return each(
                claims,
                claim -> stepSeen(claim.consumer(), claim.event(), now, entry -> entry.complete(claim, now)),
                WriteOutcome.Failed::new);
    }

    @Override
    public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
        return each(releases, release -> release(release, now, false), WriteOutcome.Failed::new);
    }

    @Override
    public List<WriteOutcome> parkAll(List<Release> releases, Instant now) {
        return each(releases, release -> release(release, now, true), WriteOutcome.Failed::new);
    }

    private WriteOutcome release(Release release, Instant now, boolean toTheLot) {
        Claim claim = release.claim();
        return stepSeen(claim.consumer(), claim.event(), now, entry -> entry.release(release, now, toTheLot));
    }

    @Override
    public WriteOutcome completeParked(String consumer, EventId event, Instant now) {
        return stepSeen(consumer, event, now, entry -> entry.completeParked(now));
    }

    /** Scans the table in DynamoDB's order, starting where this object's last call ended. */
    @Override
    public int forgetBefore(Instant moment, Instant now, int limit) {
        Map<String, AttributeValue> start = scanned.get();
        ScanResponse page = table.scan(
                scan -> scan.limit(limit).consistentRead(true).exclusiveStartKey(start.isEmpty() ? null : start));
        scanned.set(page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of());
        int gone = 0;
        for (Map<String, AttributeValue> stored : page.items()) {
            if (InboxItem.entry(stored).mayGo(moment, now)
                    && items.delete(Map.of("entry", Attributes.required(stored, "entry")), stored)) {
                gone++;
            }
        }
        return gone;
    }

    private <T> T stepSeen(
            String consumer, EventId event, Instant now, Function<InboxEntry, Change<InboxEntry, T>> rule) {
        return items.step(key(consumer, event), what(consumer, event), step(consumer, event, now, rule));
    }

    private <T> Function<Optional<Map<String, AttributeValue>>, Change<Map<String, AttributeValue>, T>> step(
            String consumer, EventId event, Instant now, Function<InboxEntry, Change<InboxEntry, T>> rule) {
        return there -> {
            InboxEntry entry = there.map(InboxItem::entry).orElseGet(() -> InboxEntry.absent(now));
            return rule.apply(entry).map(next -> item(entry(consumer, event), event, next));
        };
    }

    private static Map<String, AttributeValue> key(String consumer, EventId event) {
        return Map.of("entry", text(entry(consumer, event)));
    }

    private static String what(String consumer, EventId event) {
        return "The inbox entry of event " + event + " for consumer " + consumer;
    }

    private Map<String, AttributeValue> item(String key, EventId event, InboxEntry entry) {
        Map<String, AttributeValue> item = InboxItem.of(key, entry, retention);
        if (key.startsWith(DIGEST)) {
            item.put("source", text(InboxEntry.forPeople(event.source())));
            item.put("id", text(InboxEntry.forPeople(event.id())));
        }
        return item;
    }

    /** One result per entry, in order; a failure of one entry does not affect the others. */
    private <A, R> List<R> each(List<A> entries, Function<A, R> step, Function<String, R> failed) {
        BiFunction<R, Throwable, R> told = (result, failure) -> failure == null
                ? result
                : failed.apply(
                        String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage()));
        return entries.stream()
                .map(entry -> CompletableFuture.supplyAsync(() -> step.apply(entry), executor)
                        .handle(told))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /**
     * Each part but the last is preceded by its length, so that different events never share a key. A key longer than
     * {@link #LONGEST} is replaced by its digest, after a prefix that no length starts with.
     */
    static String entry(String consumer, EventId event) {
        String key = KeyForm.joined(consumer, event.source(), event.id());
        return key.length() <= LONGEST ? key : DIGEST + KeyForm.digest(key);
    }
}
