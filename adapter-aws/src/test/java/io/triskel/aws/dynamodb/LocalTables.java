package io.triskel.aws.dynamodb;

import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.dynamodb.ConsumedCapacity;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.proxy.HttpProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Gives tests one DynamoDB with all tables, started once for a whole run and ended with it. */
final class LocalTables implements ParameterResolver {
    static final DynamoDbTables TABLES = new DynamoDbTables("test");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LocalTables.class))
                .getOrComputeIfAbsent("running", any -> new Running(), Running.class);
    }

    /** {@return the tables of inbox and parking lot} */
    static List<TableLayout> ofConsumers(DynamoDbTables tables) {
        return tables.layouts().stream()
                .filter(layout -> List.of(tables.inbox(), tables.parking()).contains(layout.name()))
                .toList();
    }

    /** The one DynamoDB of a run. */
    static final class Running implements AutoCloseable {
        private final DynamoDbProcess process = DynamoDbProcess.start(
                NodeTools.projectRoot(),
                TABLES.layouts().stream().map(TableLayout::createTable).toList());
        private final DynamoDbClient client = builder().build();
        private final HttpProxy proxy = process.proxy(new FaultPlan(1));
        private final DynamoDbClient once = builder(proxy.uri())
                .overrideConfiguration(to -> to.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
        private final DynamoDbClient repeating = builder(proxy.uri()).build();
        private final List<DynamoDbClient> more = new ArrayList<>();
        private final List<HttpProxy> proxies = new ArrayList<>();

        /** A proxy of a test's own, whose faults meet no other test. */
        HttpProxy ownProxy() {
            HttpProxy own = process.proxy(new FaultPlan(1));
            proxies.add(own);
            return own;
        }

        /** A client of this address that tries each call once. */
        DynamoDbClient once(URI address) {
            DynamoDbClient client = builder(address)
                    .overrideConfiguration(to -> to.retryStrategy(retry -> retry.maxAttempts(1)))
                    .build();
            more.add(client);
            return client;
        }

        private DynamoDbClientBuilder builder() {
            return builder(process.uri());
        }

        private static DynamoDbClientBuilder builder(URI address) {
            return DynamoDbClient.builder()
                    .endpointOverride(address)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .httpClient(UrlConnectionHttpClient.create());
        }

        DynamoDbClient client() {
            return client;
        }

        /** Stands before the clients {@link #once} and {@link #repeating}. */
        HttpProxy proxy() {
            return proxy;
        }

        /** As the adapter makes clients: each call is tried once. */
        DynamoDbClient once() {
            return once;
        }

        /** With the SDK's own repetitions. */
        DynamoDbClient repeating() {
            return repeating;
        }

        /** One whose requests are noted. */
        DynamoDbClient client(ExecutionInterceptor calls) {
            DynamoDbClient noted = builder()
                    .overrideConfiguration(to -> to.addExecutionInterceptor(calls))
                    .build();
            more.add(noted);
            return noted;
        }

        /** {@return the address of DynamoDB itself, for processes of other languages} */
        URI uri() {
            return process.uri();
        }

        /** What the tables with this prefix have consumed and keep. */
        ConsumedCapacity consumed(String prefix) {
            return process.consumed(table -> table.startsWith(prefix));
        }

        /** Tables that no other test uses, for tests that look at whole ones. */
        DynamoDbTables own() {
            DynamoDbTables own = new DynamoDbTables("test-" + UUID.randomUUID());
            own.layouts().forEach(layout -> process.createTable(layout.createTable()));
            return own;
        }

        /** The tables of inbox and parking lot that no other test uses. */
        DynamoDbTables ofOwnConsumers() {
            DynamoDbTables own = new DynamoDbTables("test-" + UUID.randomUUID());
            ofConsumers(own).forEach(layout -> process.createTable(layout.createTable()));
            return own;
        }

        /** A parking lot's table that no other test uses, for tests that look at whole tables. */
        DynamoDbTables ofOwnParking() {
            DynamoDbTables own = new DynamoDbTables("test-" + UUID.randomUUID());
            own.layouts().stream()
                    .filter(layout -> layout.name().equals(own.parking()))
                    .forEach(layout -> process.createTable(layout.createTable()));
            return own;
        }

        @Override
        public void close() {
            client.close();
            once.close();
            repeating.close();
            proxy.close();
            more.forEach(DynamoDbClient::close);
            proxies.forEach(HttpProxy::close);
            process.close();
        }
    }
}
