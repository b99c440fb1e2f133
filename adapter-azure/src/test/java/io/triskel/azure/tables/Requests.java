package io.triskel.azure.tables;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Counts requests, lets something happen just before one of them, and loses the answer to one. */
final class Requests implements HttpPipelinePolicy {
    private final List<String> sent = new ArrayList<>();
    private Predicate<HttpRequest> which = request -> false;
    private Runnable before = () -> {};
    private Predicate<HttpRequest> lost = request -> false;
    private Runnable meanwhile = () -> {};

    /** Once, before the next request of an entity group transaction. */
    void beforeNextTransaction(Runnable happens) {
        which = request -> request.getUrl().getPath().endsWith("$batch");
        before = happens;
    }

    /** Once: the answer to the next request by this method is lost, and this happens before the request can be repeated. */
    void loseNext(HttpMethod method, Runnable happens) {
        lost = request -> request.getHttpMethod() == method;
        meanwhile = happens;
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
        HttpResponse answer = next.processSync();
        if (lost.test(request)) {
            lost = any -> false;
            answer.close();
            meanwhile.run();
            throw new UncheckedIOException(new IOException("The answer is lost"));
        }
        return answer;
    }
}
