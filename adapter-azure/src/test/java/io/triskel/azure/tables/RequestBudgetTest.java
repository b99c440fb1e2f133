package io.triskel.azure.tables;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.data.tables.TableServiceClient;
import io.triskel.event.Deadline;
import io.triskel.local.NodeTools;
import io.triskel.platform.Stores;
import io.triskel.testkit.RequestBudgetContract;
import io.triskel.testkit.RequestCounter;
import io.triskel.testkit.RequestCounter.Billed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class RequestBudgetTest extends RequestBudgetContract {
    private final LocalTables.Running local;
    private final AzureTables tables;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private TableServiceClient counted;

    RequestBudgetTest(LocalTables.Running local) {
        this.local = local;
        this.tables = local.own();
        this.counted = local.service();
    }

    @Override
    protected Stores stores(RequestCounter counter, InstantSource clock) {
        counted = local.service(new Counting(counter, reads, writes));
        return TableStores.of(counted, tables).clock(clock);
    }

    @Override
    protected String store() {
        return "Table Storage";
    }

    @Override
    protected Path table() {
        return NodeTools.projectRoot()
                .resolve("loadtest/load-plan/src/main/resources/io/triskel/load/size/requests.json");
    }

    /** Each request is a transaction, of whatever size. Marks of streams and sagas are not kept for longer than these have work. */
    @Override
    protected Billed billed() {
        Set<String> passing = Set.of(tables.dirty(), tables.wakes());
        long bytes = tables.names().stream()
                .filter(name -> !passing.contains(name))
                .flatMap(name -> local.service().getTableClient(name).listEntities().stream())
                .mapToLong(EntitySize::of)
                .sum();
        return new Billed(reads.get(), writes.get(), 0, bytes);
    }

    @Override
    protected void expire(Instant moment) {
        new TableInbox(counted, tables, Runnable::run)
                .forgetBefore(
                        moment, Deadline.in(Duration.ofMinutes(1), InstantSource.system()), InstantSource.system());
    }

    private record Counting(RequestCounter counter, AtomicInteger reads, AtomicInteger writes)
            implements HttpPipelinePolicy {
        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            return Mono.error(new UnsupportedOperationException("These stores call and wait"));
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
            boolean write = context.getHttpRequest().getHttpMethod() != HttpMethod.GET;
            (write ? writes : reads).incrementAndGet();
            counter.begun(write);
            try {
                return next.processSync();
            } finally {
                counter.ended();
            }
        }
    }
}
