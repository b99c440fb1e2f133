package io.triskel.aws.dynamodb;

import io.triskel.local.NodeTools;
import io.triskel.platform.Stores;
import io.triskel.testkit.RequestBudgetContract;
import io.triskel.testkit.RequestCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class RequestBudgetTest extends RequestBudgetContract {
    private final LocalTables.Running dynamoDb;

    RequestBudgetTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    @Override
    protected Stores stores(RequestCounter counted) {
        return DynamoDbStores.of(dynamoDb.client(new Counting(counted)), LocalTables.TABLES);
    }

    @Override
    protected String store() {
        return "DynamoDB";
    }

    @Override
    protected List<String> table() {
        try {
            return Files.readAllLines(NodeTools.projectRoot().resolve("docs/requests.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Counting(RequestCounter counter) implements ExecutionInterceptor {
        private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan");

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            counter.begun(!READS.contains(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            counter.ended();
        }
    }
}
