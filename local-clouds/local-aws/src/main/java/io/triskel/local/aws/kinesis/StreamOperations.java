package io.triskel.local.aws.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Implements the operations on streams and shards. */
final class StreamOperations {
    private static final int SHARDS_PER_PAGE = 1000;

    private final KinesisServer kinesis;
    private final InstantSource clock;

    StreamOperations(KinesisServer kinesis, InstantSource clock) {
        this.kinesis = kinesis;
        this.clock = clock;
    }

    void register(Map<String, Function<Request, Optional<ObjectNode>>> operations) {
        operations.put("CreateStream", this::createStream);
        operations.put("DeleteStream", this::deleteStream);
        operations.put("DescribeStream", this::describeStream);
        operations.put("DescribeStreamSummary", this::describeStreamSummary);
        operations.put("ListStreams", this::listStreams);
        operations.put("ListShards", this::listShards);
        operations.put("SplitShard", this::splitShard);
        operations.put("MergeShards", this::mergeShards);
        operations.put("UpdateShardCount", this::updateShardCount);
        operations.put("IncreaseStreamRetentionPeriod", this::setRetention);
        operations.put("DecreaseStreamRetentionPeriod", this::setRetention);
        operations.put("UpdateMaxRecordSize", this::updateMaxRecordSize);
    }

    private Optional<ObjectNode> createStream(Request request) {
        // An on-demand stream starts with four shards (developer guide, "On-demand mode").
        int count = request.number("ShardCount", 1, 10_000).orElse(4);
        KinesisStream stream = kinesis.createStream(request.requiredText("StreamName"), count);
        maxRecordSize(request).ifPresent(stream::setMaxRecordBytes);
        return Optional.empty();
    }

    private Optional<ObjectNode> deleteStream(Request request) {
        kinesis.deleteStream(kinesis.stream(request));
        return Optional.empty();
    }

    private Optional<ObjectNode> describeStream(Request request) {
        KinesisStream stream = kinesis.stream(request);
        List<Shard> shards = stream.shards();
        int limit = request.number("Limit", 1, 10_000).orElse(100);
        int from = after(shards, request.text("ExclusiveStartShardId"));
        int to = Math.min(shards.size(), from + limit);
        ObjectNode answer = request.answer();
        ObjectNode description = describe(request, answer.putObject("StreamDescription"), stream);
        description.put("HasMoreShards", to < shards.size());
        ArrayNode array = description.putArray("Shards");
        shards.subList(from, to).forEach(shard -> array.add(describe(stream, shard)));
        return Optional.of(answer);
    }

    private Optional<ObjectNode> describeStreamSummary(Request request) {
        KinesisStream stream = kinesis.stream(request);
        ObjectNode answer = request.answer();
        describe(request, answer.putObject("StreamDescriptionSummary"), stream)
                .put("OpenShardCount", stream.openShards())
                .put("ConsumerCount", stream.consumers().size())
                .put("MaxRecordSizeInKiB", stream.maxRecordBytes() / 1024);
        return Optional.of(answer);
    }

    private Optional<ObjectNode> listStreams(Request request) {
        String start = request.text("ExclusiveStartStreamName")
                .or(() -> request.text("NextToken"))
                .orElse("");
        int limit = request.number("Limit", 1, 10_000).orElse(100);
        List<KinesisStream> later = kinesis.streams().values().stream()
                .filter(stream -> stream.name().compareTo(start) > 0)
                .toList();
        List<KinesisStream> page = later.subList(0, Math.min(limit, later.size()));
        ObjectNode answer = request.answer();
        ArrayNode names = answer.putArray("StreamNames");
        ArrayNode summaries = answer.putArray("StreamSummaries");
        for (KinesisStream stream : page) {
            names.add(stream.name());
            ObjectNode summary = summaries.addObject();
            summary.put("StreamName", stream.name())
                    .put("StreamARN", stream.arn())
                    .put("StreamStatus", stream.status());
            request.put(summary, "StreamCreationTimestamp", stream.createdAt());
        }
        boolean more = page.size() < later.size();
        answer.put("HasMoreStreams", more);
        if (more) {
            answer.put("NextToken", page.get(page.size() - 1).name());
        }
        return Optional.of(answer);
    }

    private Optional<ObjectNode> listShards(Request request) {
        Optional<String[]> token = request.text("NextToken").map(StreamOperations::decodeToken);
        KinesisStream stream = token.isPresent() ? kinesis.stream(token.get()[0]) : kinesis.stream(request);
        List<Shard> shards = filtered(stream, request.body().path("ShardFilter"), request);
        int limit = request.number("MaxResults", 1, 10_000).orElse(SHARDS_PER_PAGE);
        int from = after(shards, token.map(parts -> parts[1]).or(() -> request.text("ExclusiveStartShardId")));
        int to = Math.min(shards.size(), from + limit);
        ObjectNode answer = request.answer();
        ArrayNode array = answer.putArray("Shards");
        shards.subList(from, to).forEach(shard -> array.add(describe(stream, shard)));
        if (to < shards.size()) {
            answer.put(
                    "NextToken", encodeToken(stream.name(), shards.get(to - 1).id()));
        }
        return Optional.of(answer);
    }

    private Optional<ObjectNode> splitShard(Request request) {
        KinesisStream stream = active(request);
        stream.split(request.requiredText("ShardToSplit"), hashKey(request.requiredText("NewStartingHashKey")));
        return Optional.empty();
    }

    private Optional<ObjectNode> mergeShards(Request request) {
        active(request).merge(request.requiredText("ShardToMerge"), request.requiredText("AdjacentShardToMerge"));
        return Optional.empty();
    }

    private Optional<ObjectNode> updateShardCount(Request request) {
        KinesisStream stream = active(request);
        int before = stream.openShards();
        int target =
                request.number("TargetShardCount", 1, 10_000).orElseThrow(() -> Request.missing("TargetShardCount"));
        if (target > before * 2 || target * 2 < before) {
            throw new ServiceException(
                    "InvalidArgumentException",
                    "TargetShardCount " + target + " is not between half and double of " + before);
        }
        stream.scaleTo(target);
        return Optional.of(request.answer()
                .put("StreamName", stream.name())
                .put("StreamARN", stream.arn())
                .put("CurrentShardCount", before)
                .put("TargetShardCount", target));
    }

    private Optional<ObjectNode> setRetention(Request request) {
        int hours = request.number("RetentionPeriodHours", 24, 8760)
                .orElseThrow(() -> Request.missing("RetentionPeriodHours"));
        active(request).retain(Duration.ofHours(hours));
        return Optional.empty();
    }

    private Optional<ObjectNode> updateMaxRecordSize(Request request) {
        active(request)
                .setMaxRecordBytes(maxRecordSize(request).orElseThrow(() -> Request.missing("MaxRecordSizeInKiB")));
        return Optional.empty();
    }

    private static Optional<Integer> maxRecordSize(Request request) {
        var kibibytes = request.number("MaxRecordSizeInKiB", 1024, 10_240);
        return kibibytes.isPresent() ? Optional.of(kibibytes.getAsInt() * 1024) : Optional.empty();
    }

    private KinesisStream active(Request request) {
        KinesisStream stream = kinesis.stream(request);
        if (!stream.status().equals("ACTIVE")) {
            throw new ServiceException(
                    "ResourceInUseException",
                    "Stream " + stream.name() + " under account " + KinesisServer.ACCOUNT
                            + " not ACTIVE, instead in state " + stream.status());
        }
        return stream;
    }

    private List<Shard> filtered(KinesisStream stream, JsonNode filter, Request request) {
        List<Shard> all = stream.shards();
        Request inner = new Request(request.operation(), filter, request.encoding(), Optional.empty());
        return switch (inner.text("Type").orElse("FROM_TRIM_HORIZON")) {
            case "FROM_TRIM_HORIZON" -> all;
            case "AT_LATEST" -> all.stream().filter(Shard::isOpen).toList();
            case "AT_TRIM_HORIZON" ->
                all.stream().filter(shard -> parentsGone(all, shard)).toList();
            case "AFTER_SHARD_ID" -> all.subList(after(all, Optional.of(inner.requiredText("ShardId"))), all.size());
            case "FROM_TIMESTAMP", "AT_TIMESTAMP" -> {
                var time = inner.time("Timestamp").orElse(clock.instant());
                yield all.stream()
                        .filter(shard -> shard.closedAt().map(time::isBefore).orElse(true))
                        .toList();
            }
            default -> throw ServiceException.invalid("Unknown ShardFilter type");
        };
    }

    private static boolean parentsGone(List<Shard> all, Shard shard) {
        return all.stream().noneMatch(other -> shard.parents().contains(other.id()));
    }

    /** The index of the first shard after the named one; the named shard need not exist. */
    private static int after(List<Shard> shards, Optional<String> id) {
        int index = 0;
        while (id.isPresent() && index < shards.size() && shards.get(index).id().compareTo(id.get()) <= 0) {
            index++;
        }
        return index;
    }

    private static ObjectNode describe(Request request, ObjectNode into, KinesisStream stream) {
        into.put("StreamName", stream.name())
                .put("StreamARN", stream.arn())
                .put("StreamStatus", stream.status())
                .put("RetentionPeriodHours", stream.retention().toHours())
                .put("EncryptionType", "NONE");
        request.put(into, "StreamCreationTimestamp", stream.createdAt());
        into.putObject("StreamModeDetails").put("StreamMode", "PROVISIONED");
        into.putArray("EnhancedMonitoring").addObject().putArray("ShardLevelMetrics");
        return into;
    }

    private static ObjectNode describe(KinesisStream stream, Shard shard) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("ShardId", shard.id());
        List<String> parents = shard.parents();
        if (!parents.isEmpty()) {
            node.put("ParentShardId", parents.get(0));
        }
        if (parents.size() > 1) {
            node.put("AdjacentParentShardId", parents.get(1));
        }
        node.set("HashKeyRange", describe(shard.range()));
        ObjectNode numbers = node.putObject("SequenceNumberRange")
                .put("StartingSequenceNumber", stream.sequenceNumber(shard.startOrdinal()));
        shard.endOrdinal().ifPresent(end -> numbers.put("EndingSequenceNumber", stream.sequenceNumber(end)));
        return node;
    }

    static ObjectNode describe(HashRange range) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("StartingHashKey", range.start().toString())
                .put("EndingHashKey", range.end().toString());
    }

    static BigInteger hashKey(String decimal) {
        if (!decimal.matches("0|([1-9]\\d{0,38})") || new BigInteger(decimal).compareTo(HashRange.LIMIT) >= 0) {
            throw new ServiceException("InvalidArgumentException", "Invalid hash key " + decimal);
        }
        return new BigInteger(decimal);
    }

    private static String encodeToken(String stream, String shard) {
        return Base64.getEncoder().encodeToString((stream + "|" + shard).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] decodeToken(String token) {
        try {
            String[] parts = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split("\\|", -1);
            if (parts.length == 2) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same answer.
        }
        throw new ServiceException("InvalidArgumentException", "Invalid NextToken");
    }
}
