package io.triskel.azure.tables;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Counts requests, and lets something happen just before one of them. */
final class Requests implements HttpPipelinePolicy {
    private final List<String> sent = new ArrayList<>();
    private Predicate<HttpRequest> which = request -> false;
    private Runnable before = () -> {};

    /** Once, before the next request of an entity group transaction. */
    void beforeNextTransaction(Runnable happens) {
        which = request -> request.getUrl().getPath().endsWith("$batch");
        before = happens;
    }

    /** How many entity group transactions there were since the last {@link #count}. */
    long batches() {
        return sent.stream().filter(request -> request.endsWith("$batch")).count();
    }

    /** How many there were since the last time that this was asked. */
    int count() {
        int count = sent.size();
        sent.clear();
        return count;
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return Mono.error(new UnsupportedOperationException("These stores call and wait"));
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        HttpRequest request = context.getHttpRequest();
        sent.add(request.getHttpMethod() + " " + request.getUrl());
        if (which.test(request)) {
            which = any -> false;
            before.run();
        }
        return next.processSync();
    }
}
