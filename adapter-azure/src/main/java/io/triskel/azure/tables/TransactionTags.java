package io.triskel.azure.tables;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Reads the ETags from the answer to an entity group transaction, since azure-data-tables 12.5.9 loses them: it copies
 * the headers of the parts in the wrong direction. The stores work without this policy, but then reread what they have
 * just written.
 */
public final class TransactionTags implements HttpPipelinePolicy {
    private static final String KEY = TransactionTags.class.getName();
    private static final Pattern ANSWER = Pattern.compile("(?m)^HTTP/1\\.1 \\d+");
    private static final Pattern TAG = Pattern.compile("(?mi)^ETag: *(\\S+)");

    /** Receives the ETags of one transaction, in order; stays empty if the client does not have this policy. */
    record Found(AtomicReference<List<String>> tags) {
        Found() {
            this(new AtomicReference<>(List.of()));
        }

        Context context() {
            return new Context(KEY, this);
        }

        String tag(int index) {
            List<String> all = tags.get();
            return index < all.size() ? all.get(index) : EntityTable.UNKNOWN;
        }
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        HttpResponse response = next.processSync();
        Object asked = context.getData(KEY).orElse("");
        if (!(asked instanceof Found found)) {
            return response;
        }
        HttpResponse buffered = response.buffer();
        found.tags().set(tags(buffered.getBodyAsBinaryData().toString()));
        return buffered;
    }

    /** Forwards asynchronous calls without reading ETags, since the stores make only synchronous calls. */
    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process();
    }

    /** One ETag per part; {@link EntityTable#UNKNOWN} for a deletion. */
    static List<String> tags(String multipart) {
        return Stream.of(ANSWER.split(multipart, -1))
                .skip(1)
                .map(TAG::matcher)
                .map(tag -> tag.find() ? tag.group(1) : EntityTable.UNKNOWN)
                .toList();
    }
}
