package io.triskel.local.aws.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.aws.kinesis.StreamConsumer.Subscription;
import io.triskel.local.aws.wire.EventStream;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Implements the operations on registered consumers, and pushes records to them. */
final class ConsumerOperations {
    /** "Records are pushed for up to 5 minutes" (API reference, SubscribeToShard). */
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** An event without records shows that a quiet subscription is alive. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int BYTES_PER_EVENT = 1 << 20;
    private static final int PAGE = 100;

    private final KinesisServer kinesis;
    private final KinesisSettings settings;

    ConsumerOperations(KinesisServer kinesis, KinesisSettings settings) {
        this.kinesis = kinesis;
        this.settings = settings;
    }

    void register(Map<String, Function<Request, Optional<ObjectNode>>> operations) {
        operations.put("RegisterStreamConsumer", this::registerStreamConsumer);
        operations.put("DescribeStreamConsumer", this::describeStreamConsumer);
        operations.put("DeregisterStreamConsumer", this::deregisterStreamConsumer);
        operations.put("ListStreamConsumers", this::listStreamConsumers);
    }

    private Optional<ObjectNode> registerStreamConsumer(Request request) {
        String name = request.requiredText("ConsumerName");
        if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw ServiceException.invalid("Value '" + name
                    + "' at 'consumerName' failed to satisfy constraint: Member must satisfy regular expression"
                    + " pattern: [a-zA-Z0-9_.-]+ and have at most 128 characters");
        }
        StreamConsumer consumer = kinesis.stream(request).registerConsumer(name);
        ObjectNode answer = request.answer();
        describe(request, answer.putObject("Consumer"), consumer);
        return Optional.of(answer);
    }

    private Optional<ObjectNode> describeStreamConsumer(Request request) {
        ObjectNode answer = request.answer();
        KinesisStream stream = streamOf(request);
        describe(request, answer.putObject("ConsumerDescription"), consumer(request))
                .put("StreamARN", stream.arn());
        return Optional.of(answer);
    }

    private Optional<ObjectNode> deregisterStreamConsumer(Request request) {
        streamOf(request).consumers().remove(consumer(request).name());
        return Optional.empty();
    }

    private Optional<ObjectNode> listStreamConsumers(Request request) {
        String after = request.text("NextToken").orElse("");
        List<StreamConsumer> later = kinesis.stream(request).consumers().values().stream()
                .filter(consumer -> consumer.name().compareTo(after) > 0)
                .toList();
        int limit = request.number("MaxResults", 1, 10_000).orElse(PAGE);
        ObjectNode answer = request.answer();
        ArrayNode consumers = answer.putArray("Consumers");
        later.stream().limit(limit).forEach(consumer -> describe(request, consumers.addObject(), consumer));
        if (later.size() > limit) {
            answer.put("NextToken", later.get(limit - 1).name());
        }
        return Optional.of(answer);
    }

    private static ObjectNode describe(Request request, ObjectNode into, StreamConsumer consumer) {
        into.put("ConsumerName", consumer.name())
                .put("ConsumerARN", consumer.arn())
                .put("ConsumerStatus", consumer.status());
        request.put(into, "ConsumerCreationTimestamp", consumer.createdAt());
        return into;
    }

    private KinesisStream streamOf(Request request) {
        Optional<String> arn = request.text("ConsumerARN");
        return arn.isPresent() ? kinesis.stream(KinesisServer.name(arn.get())) : kinesis.stream(request);
    }

    private StreamConsumer consumer(Request request) {
        Optional<String> arn = request.text("ConsumerARN");
        return streamOf(request).consumers().values().stream()
                .filter(consumer -> arn.map(consumer.arn()::equals)
                        .orElseGet(() -> request.requiredText("ConsumerName").equals(consumer.name())))
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        "ResourceNotFoundException",
                        "Consumer " + arn.or(() -> request.text("ConsumerName")).orElse("") + " not found."));
    }

    EventStream.Pushing subscribeToShard(Request request) {
        StreamConsumer consumer = consumer(request);
        if (!consumer.status().equals("ACTIVE")) {
            throw new ServiceException("ResourceInUseException", "Consumer " + consumer.name() + " is not ACTIVE.");
        }
        KinesisStream stream = streamOf(request);
        Shard shard = stream.shard(request.requiredText("ShardId"));
        Request position = new Request(
                request.operation(), request.body().path("StartingPosition"), request.encoding(), Optional.empty());
        long from = RecordOperations.start(stream, shard, position, "Type", "SequenceNumber");
        Subscription subscription = consumer.subscribe(shard.id());
        return events -> push(request, stream, shard, consumer, subscription, from, events);
    }

    private void push(
            Request request,
            KinesisStream stream,
            Shard shard,
            StreamConsumer consumer,
            Subscription subscription,
            long from,
            EventStream events)
            throws IOException, InterruptedException {
        Instant end = subscription.since().plus(LIFETIME);
        Instant nextSign = subscription.since();
        long next = from;
        boolean ended = false;
        while (!ended
                && settings.clock().instant().isBefore(end)
                && consumer.isCurrent(shard.id(), subscription)
                && stream.consumers().get(consumer.name()) == consumer) {
            Shard.Page page =
                    shard.read(next, consumer.hasRoom(shard.id()) ? Shard.RECORDS_PER_CALL : 0, BYTES_PER_EVENT);
            Instant now = settings.clock().instant();
            ended = page.atEnd();
            if (!page.records().isEmpty() || ended || !now.isBefore(nextSign)) {
                events.push("SubscribeToShardEvent", event(request, stream, shard, page));
                consumer.charge(
                        shard.id(),
                        page.records().stream().mapToLong(KinesisRecord::size).sum());
                nextSign = now.plus(HEARTBEAT);
                next = page.next();
            } else {
                Thread.sleep(LOOK.toMillis());
            }
        }
    }

    private static ObjectNode event(Request request, KinesisStream stream, Shard shard, Shard.Page page) {
        ObjectNode event = request.answer();
        RecordOperations.describe(request, stream, page, event.putArray("Records"));
        event.put("MillisBehindLatest", page.behind().toMillis());
        if (page.atEnd()) {
            RecordOperations.describeChildren(stream, shard, event.putArray("ChildShards"));
        } else {
            event.put("ContinuationSequenceNumber", stream.sequenceNumber(page.next() - 1));
        }
        return event;
    }
}
