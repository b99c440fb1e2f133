package io.triskel.aws.dynamodb;

import io.triskel.local.NodeTools;
import io.triskel.local.aws.dynamodb.DynamoDbProcess;
import io.triskel.local.aws.dynamodb.TableDefinition;
import io.triskel.local.aws.dynamodb.TableDefinition.KeyAttribute;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Gives tests one DynamoDB with all tables, started once for a whole run and ended with it. */
final class LocalTables implements ParameterResolver {
    static final Tables TABLES = new Tables("test");

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

    /** The one DynamoDB of a run. */
    static final class Running implements AutoCloseable {
        private final DynamoDbProcess process = DynamoDbProcess.start(
                NodeTools.projectRoot(),
                TABLES.layouts().stream().map(LocalTables::definition).toList());
        private final DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(process.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();

        DynamoDbClient client() {
            return client;
        }

        /** A parking lot's table that no other test uses, for tests that look at whole tables. */
        Tables ofOwnParking() {
            Tables own = new Tables("test-" + UUID.randomUUID());
            own.layouts().stream()
                    .filter(layout -> layout.name().equals(own.parking()))
                    .forEach(layout -> process.createTable(definition(layout)));
            return own;
        }

        @Override
        public void close() {
            client.close();
            process.close();
        }
    }

    private static TableDefinition definition(TableLayout layout) {
        return new TableDefinition(
                layout.name(),
                attribute(layout.hash()),
                layout.range().map(LocalTables::attribute),
                layout.indexes().stream()
                        .map(index -> new TableDefinition.Index(
                                index.name(), attribute(index.hash()), Optional.of(attribute(index.range()))))
                        .toList());
    }

    private static KeyAttribute attribute(TableLayout.Key key) {
        return new KeyAttribute(key.attribute(), key.type());
    }
}
