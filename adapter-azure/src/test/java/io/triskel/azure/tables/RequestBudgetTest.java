package io.triskel.azure.tables;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.triskel.local.NodeTools;
import io.triskel.platform.Stores;
import io.triskel.testkit.RequestBudgetContract;
import io.triskel.testkit.RequestCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class RequestBudgetTest extends RequestBudgetContract {
    private final LocalTables.Running local;

    RequestBudgetTest(LocalTables.Running local) {
        this.local = local;
    }

    @Override
    protected Stores stores(RequestCounter counted) {
        return TableStores.of(local.service(new Counting(counted)), LocalTables.TABLES);
    }

    @Override
    protected String store() {
        return "Table Storage";
    }

    @Override
    protected List<String> table() {
        try {
            return Files.readAllLines(NodeTools.projectRoot().resolve("docs/requests.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Counting(RequestCounter counter) implements HttpPipelinePolicy {
        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            return Mono.error(new UnsupportedOperationException("These stores call and wait"));
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
            counter.begun(context.getHttpRequest().getHttpMethod() != HttpMethod.GET);
            try {
                return next.processSync();
            } finally {
                counter.ended();
            }
        }
    }
}
