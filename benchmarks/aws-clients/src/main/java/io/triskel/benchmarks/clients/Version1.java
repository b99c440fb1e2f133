package io.triskel.benchmarks.clients;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.kinesis.AmazonKinesis;
import com.amazonaws.services.kinesis.AmazonKinesisClientBuilder;
import com.amazonaws.services.kinesis.model.GetRecordsRequest;
import com.amazonaws.services.kinesis.model.GetRecordsResult;
import com.amazonaws.services.kinesis.model.ListShardsRequest;
import com.amazonaws.services.kinesis.model.PutRecordsRequest;
import com.amazonaws.services.kinesis.model.PutRecordsRequestEntry;
import com.amazonaws.services.kinesis.model.Record;
import com.amazonaws.services.kinesis.model.Shard;
import com.amazonaws.services.kinesis.model.ShardIteratorType;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** {@code aws-java-sdk-kinesis} on its Apache HTTP client. */
final class Version1 implements KinesisCaller {
    private final AmazonKinesis kinesis;

    private Version1(AmazonKinesis kinesis) {
        this.kinesis = kinesis;
    }

    /**
     * Opens it.
     *
     * @param connections that it may have at once
     */
    static Version1 to(URI address, int connections) {
        // Once a process it warns of the end of its support; the documents do that here.
        System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
        return new Version1(AmazonKinesisClientBuilder.standard()
                .withEndpointConfiguration(new EndpointConfiguration(address.toString(), Clients.REGION))
                .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials(Clients.KEY, Clients.KEY)))
                .withClientConfiguration(new ClientConfiguration().withMaxConnections(connections))
                .build());
    }

    @Override
    public String name() {
        return "version 1";
    }

    @Override
    public String description() {
        return "aws-java-sdk-kinesis 1.12, whose support ended on 2025-12-31, on its Apache HTTP client";
    }

    @Override
    public void createStream(String name, int shards) {
        kinesis.createStream(name, shards);
    }

    @Override
    public void deleteStream(String name) {
        kinesis.deleteStream(name);
    }

    @Override
    public int put(String stream, List<Put> records) {
        List<PutRecordsRequestEntry> entries = records.stream()
                .map(record -> new PutRecordsRequestEntry()
                        .withPartitionKey(record.key())
                        .withData(ByteBuffer.wrap(record.data())))
                .toList();
        return kinesis.putRecords(new PutRecordsRequest().withStreamName(stream).withRecords(entries))
                .getFailedRecordCount();
    }

    @Override
    public List<String> shards(String stream) {
        return kinesis.listShards(new ListShardsRequest().withStreamName(stream)).getShards().stream()
                .map(Shard::getShardId)
                .toList();
    }

    @Override
    public String start(String stream, String shard) {
        return kinesis.getShardIterator(stream, shard, ShardIteratorType.TRIM_HORIZON.toString())
                .getShardIterator();
    }

    @Override
    public Next read(String iterator, int most, Consumer<byte[]> reader) {
        GetRecordsResult page = kinesis.getRecords(
                new GetRecordsRequest().withShardIterator(iterator).withLimit(most));
        for (Record record : page.getRecords()) {
            reader.accept(bytes(record.getData()));
        }
        return new Next(page.getNextShardIterator(), page.getMillisBehindLatest() == 0);
    }

    private static byte[] bytes(ByteBuffer data) {
        if (data.hasArray() && data.arrayOffset() == 0 && data.array().length == data.remaining()) {
            return data.array();
        }
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return copy;
    }

    @Override
    public void close() {
        kinesis.shutdown();
    }
}
