package io.triskel.local.aws.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Fault;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Implements the operations on records: puts them, and reads them through iterators. */
final class RecordOperations {
    /** "Each PutRecords request can support up to 500 records", 10 MiB with partition keys (API reference). */
    static final int RECORDS_PER_REQUEST = 500;

    static final int BYTES_PER_REQUEST = 10 << 20;
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private final KinesisServer kinesis;
    private final InstantSource clock;

    RecordOperations(KinesisServer kinesis, InstantSource clock) {
        this.kinesis = kinesis;
        this.clock = clock;
    }

    void register(Map<String, Function<Request, Optional<ObjectNode>>> operations) {
        operations.put("PutRecord", this::putRecord);
        operations.put("PutRecords", this::putRecords);
        operations.put("GetShardIterator", this::getShardIterator);
        operations.put("GetRecords", this::getRecords);
    }

    private record Entry(String partitionKey, BigInteger hash, byte[] data) {}

    private Optional<ObjectNode> putRecord(Request request) {
        KinesisStream stream = kinesis.readyStream(request);
        Entry entry = entry(stream, request.body());
        // Each sequence number is greater than all before it, so the requested ordering holds if this stream assigned
        // the number.
        request.text("SequenceNumberForOrdering").ifPresent(number -> {
            if (stream.ordinal(number) >= stream.nextOrdinal()) {
                throw new ServiceException(
                        "InvalidArgumentException", "SequenceNumberForOrdering lies in the future: " + number);
            }
        });
        KinesisStream.Placed placed = stream.put(entry.partitionKey, entry.hash, entry.data);
        KinesisRecord record = placed.record()
                .orElseThrow(() -> new ServiceException(THROTTLED, rateExceeded(stream, placed.shard())));
        return Optional.of(request.answer()
                .put("ShardId", placed.shard().id())
                .put("SequenceNumber", stream.sequenceNumber(record.ordinal()))
                .put("EncryptionType", "NONE"));
    }

    private Optional<ObjectNode> putRecords(Request request) {
        KinesisStream stream = kinesis.readyStream(request);
        List<Entry> entries = entries(stream, request.body().path("Records"));
        ObjectNode answer = request.answer();
        ArrayNode results = answer.putArray("Records");
        int failed = 0;
        for (Entry entry : entries) {
            Optional<String> injected = refusal(request.fault());
            ObjectNode result = results.addObject();
            if (injected.isPresent()) {
                failed++;
                result.put("ErrorCode", injected.get()).put("ErrorMessage", "Injected fault: partly refused");
                continue;
            }
            KinesisStream.Placed placed = stream.put(entry.partitionKey, entry.hash, entry.data);
            if (placed.record().isPresent()) {
                result.put("ShardId", placed.shard().id())
                        .put(
                                "SequenceNumber",
                                stream.sequenceNumber(placed.record().get().ordinal()));
            } else {
                failed++;
                result.put("ErrorCode", THROTTLED).put("ErrorMessage", rateExceeded(stream, placed.shard()));
            }
        }
        answer.put("FailedRecordCount", failed).put("EncryptionType", "NONE");
        return Optional.of(answer);
    }

    private Optional<ObjectNode> getShardIterator(Request request) {
        KinesisStream stream = kinesis.readyStream(request);
        Shard shard = stream.shard(request.requiredText("ShardId"));
        long from = start(stream, shard, request, "ShardIteratorType", "StartingSequenceNumber");
        return Optional.of(request.answer().put("ShardIterator", iterator(stream, shard, from)));
    }

    /** The ordinal at which to begin, by these members of a request. */
    static long start(KinesisStream stream, Shard shard, Request request, String type, String number) {
        return switch (request.requiredText(type)) {
            case "TRIM_HORIZON" -> 0;
            case "LATEST" -> shard.latest();
            case "AT_SEQUENCE_NUMBER" -> stream.ordinal(request.requiredText(number));
            case "AFTER_SEQUENCE_NUMBER" -> stream.ordinal(request.requiredText(number)) + 1;
            case "AT_TIMESTAMP" -> shard.at(request.time("Timestamp").orElseThrow(() -> Request.missing("Timestamp")));
            default -> throw ServiceException.invalid("Unknown " + type);
        };
    }

    private Optional<ObjectNode> getRecords(Request request) {
        Instant now = clock.instant();
        ShardIterator iterator = ShardIterator.decode(request.requiredText("ShardIterator"), now);
        KinesisStream stream = kinesis.stream(iterator.stream());
        if (stream.createdAt().toEpochMilli() != iterator.streamCreatedAt().toEpochMilli()) {
            throw new ServiceException(
                    "ResourceNotFoundException", "The stream " + stream.name() + " was deleted and created again");
        }
        Shard shard = stream.shard(iterator.shard());
        int limit = request.number("Limit", 1, Shard.RECORDS_PER_CALL).orElse(Shard.RECORDS_PER_CALL);
        Shard.Page page = shard.getRecords(iterator.from(), limit);
        ObjectNode answer = request.answer();
        ArrayNode records = answer.putArray("Records");
        describe(request, stream, page, records);
        answer.put("MillisBehindLatest", page.behind().toMillis());
        if (page.atEnd()) {
            describeChildren(stream, shard, answer.putArray("ChildShards"));
        } else {
            answer.put("NextShardIterator", iterator(stream, shard, page.next()));
        }
        return Optional.of(answer);
    }

    static void describe(Request request, KinesisStream stream, Shard.Page page, ArrayNode into) {
        for (KinesisRecord record : page.records()) {
            ObjectNode node = into.addObject()
                    .put("SequenceNumber", stream.sequenceNumber(record.ordinal()))
                    .put("PartitionKey", record.partitionKey())
                    .put("Data", record.data());
            request.put(node, "ApproximateArrivalTimestamp", record.arrivedAt());
        }
    }

    static void describeChildren(KinesisStream stream, Shard shard, ArrayNode into) {
        stream.shards().stream()
                .filter(child -> child.parents().contains(shard.id()))
                .forEach(child -> describeChild(into.addObject(), child));
    }

    private static void describeChild(ObjectNode into, Shard child) {
        into.put("ShardId", child.id());
        ArrayNode parents = into.putArray("ParentShards");
        child.parents().forEach(parents::add);
        into.set("HashKeyRange", StreamOperations.describe(child.range()));
    }

    private String iterator(KinesisStream stream, Shard shard, long from) {
        return new ShardIterator(stream.name(), stream.createdAt(), shard.id(), from, clock.instant()).encode();
    }

    private static List<Entry> entries(KinesisStream stream, JsonNode records) {
        if (!records.isArray() || records.isEmpty() || records.size() > RECORDS_PER_REQUEST) {
            throw ServiceException.invalid(
                    "Value at 'records' failed to satisfy constraint: Member must have length less than or equal to "
                            + RECORDS_PER_REQUEST + " and greater than or equal to 1");
        }
        List<Entry> entries = new ArrayList<>(records.size());
        long bytes = 0;
        for (JsonNode node : records) {
            Entry entry = entry(stream, node);
            bytes += entry.data.length + entry.partitionKey.length();
            entries.add(entry);
        }
        if (bytes > BYTES_PER_REQUEST) {
            throw new ServiceException("InvalidArgumentException", "Records size exceeds 10 MB limit");
        }
        return entries;
    }

    private static Entry entry(KinesisStream stream, JsonNode node) {
        String key = node.path("PartitionKey").textValue();
        if (key == null) {
            throw Request.missing("PartitionKey");
        }
        if (key.isEmpty() || key.length() > 256) {
            throw ServiceException.invalid(
                    "Value at 'partitionKey' failed to satisfy constraint: Member must have 1 to 256 characters");
        }
        byte[] data = Request.bytes(node, "Data");
        if (data.length > stream.maxRecordBytes()) {
            throw ServiceException.invalid(
                    "Value at 'data' failed to satisfy constraint: Member must have length less than or equal to "
                            + stream.maxRecordBytes());
        }
        JsonNode explicit = node.path("ExplicitHashKey");
        BigInteger hash = explicit.isTextual() ? StreamOperations.hashKey(explicit.textValue()) : HashRange.hashOf(key);
        return new Entry(key, hash, data);
    }

    private Optional<String> refusal(Optional<Fault> fault) {
        return fault.flatMap(struck -> struck.<Optional<String>>fold(
                refused -> Optional.empty(),
                partly -> kinesis.faults().chance(partly.share()) ? Optional.of(partly.code()) : Optional.empty(),
                failed -> Optional.empty(),
                slow -> Optional.empty(),
                lost -> Optional.empty()));
    }

    private static String rateExceeded(KinesisStream stream, Shard shard) {
        return "Rate exceeded for shard " + shard.id() + " in stream " + stream.name() + " under account "
                + KinesisServer.ACCOUNT + ".";
    }
}
