package io.triskel.benchmarks.clients;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Version 2 of the SDK on one of its HTTP clients; calls of the asynchronous one are waited for. */
final class Version2 implements KinesisCaller {
    private final String name;
    private final String description;
    private final Calls calls;
    private final List<AutoCloseable> opened;

    private Version2(String name, String description, Calls calls, List<AutoCloseable> opened) {
        this.name = name;
        this.description = description;
        this.calls = calls;
        this.opened = List.copyOf(opened);
    }

    /** The calls of either client. */
    private record Calls(
            Function<CreateStreamRequest, CreateStreamResponse> createStream,
            Function<DeleteStreamRequest, DeleteStreamResponse> deleteStream,
            Function<PutRecordsRequest, PutRecordsResponse> putRecords,
            Function<ListShardsRequest, ListShardsResponse> listShards,
            Function<GetShardIteratorRequest, GetShardIteratorResponse> getShardIterator,
            Function<GetRecordsRequest, GetRecordsResponse> getRecords) {
        static Calls of(KinesisClient client) {
            return new Calls(
                    client::createStream,
                    client::deleteStream,
                    client::putRecords,
                    client::listShards,
                    client::getShardIterator,
                    client::getRecords);
        }

        static Calls of(KinesisAsyncClient client) {
            return new Calls(
                    request -> await(client.createStream(request)),
                    request -> await(client.deleteStream(request)),
                    request -> await(client.putRecords(request)),
                    request -> await(client.listShards(request)),
                    request -> await(client.getShardIterator(request)),
                    request -> await(client.getRecords(request)));
        }

        private static <T> T await(CompletionStage<T> answer) {
            try {
                return answer.toCompletableFuture().join();
            } catch (CompletionException failed) {
                throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
            }
        }
    }

    /** {@return it on the JDK's connections, as this project's adapter uses it} */
    static Version2 onUrlConnection(URI address) {
        return on(
                "URL connection",
                "software.amazon.awssdk:kinesis on url-connection-client, which is the JDK's HttpURLConnection",
                UrlConnectionHttpClient.create(),
                address);
    }

    /** {@return it on AWS's own client in C} */
    static Version2 onCrt(URI address, int connections) {
        return on(
                "CRT",
                "software.amazon.awssdk:kinesis on aws-crt-client, which is native code of AWS",
                AwsCrtHttpClient.builder().maxConcurrency(connections).build(),
                address);
    }

    private static Version2 on(String name, String description, SdkHttpClient http, URI address) {
        KinesisClient client =
                configured(KinesisClient.builder(), address).httpClient(http).build();
        return new Version2(name, description, Calls.of(client), List.of(client, http));
    }

    /** {@return its asynchronous client on Netty, by HTTP/1.1 as the others} */
    static Version2 onNetty(URI address, int connections) {
        var http = NettyNioAsyncHttpClient.builder()
                .maxConcurrency(connections)
                .protocol(Protocol.HTTP1_1)
                .build();
        KinesisAsyncClient client = configured(KinesisAsyncClient.builder(), address)
                .httpClient(http)
                .build();
        return new Version2(
                "Netty",
                "software.amazon.awssdk:kinesis, the asynchronous client on netty-nio-client by HTTP/1.1, each call"
                        + " waited for",
                Calls.of(client),
                List.of(client, http));
    }

    private static <B extends AwsClientBuilder<B, C>, C> B configured(B builder, URI address) {
        return builder.region(Region.of(Clients.REGION))
                .endpointOverride(address)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Clients.KEY, Clients.KEY)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void createStream(String stream, int shards) {
        var unused = calls.createStream()
                .apply(CreateStreamRequest.builder()
                        .streamName(stream)
                        .shardCount(shards)
                        .build());
    }

    @Override
    public void deleteStream(String stream) {
        var unused = calls.deleteStream()
                .apply(DeleteStreamRequest.builder().streamName(stream).build());
    }

    @Override
    public int put(String stream, List<Put> records) {
        List<PutRecordsRequestEntry> entries = records.stream()
                .map(record -> PutRecordsRequestEntry.builder()
                        .partitionKey(record.key())
                        .data(SdkBytes.fromByteArrayUnsafe(record.data()))
                        .build())
                .toList();
        return calls.putRecords()
                .apply(PutRecordsRequest.builder()
                        .streamName(stream)
                        .records(entries)
                        .build())
                .failedRecordCount();
    }

    @Override
    public List<String> shards(String stream) {
        return calls
                .listShards()
                .apply(ListShardsRequest.builder().streamName(stream).build())
                .shards()
                .stream()
                .map(Shard::shardId)
                .toList();
    }

    @Override
    public String start(String stream, String shard) {
        return calls.getShardIterator()
                .apply(GetShardIteratorRequest.builder()
                        .streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                        .build())
                .shardIterator();
    }

    @Override
    public Next read(String iterator, int most, Consumer<byte[]> reader) {
        GetRecordsResponse page = calls.getRecords()
                .apply(GetRecordsRequest.builder()
                        .shardIterator(iterator)
                        .limit(most)
                        .build());
        for (Record record : page.records()) {
            reader.accept(record.data().asByteArrayUnsafe());
        }
        return new Next(page.nextShardIterator(), page.millisBehindLatest() == 0);
    }

    @Override
    public void close() {
        opened.forEach(Version2::close);
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception failed) {
            throw new IllegalStateException("A client of Kinesis could not be closed", failed);
        }
    }
}
