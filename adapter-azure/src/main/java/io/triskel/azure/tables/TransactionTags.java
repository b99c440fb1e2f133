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
 * Finds out the ETags that an entity group transaction gave, which azure-data-tables 12.5.9 throws away: it copies the
 * headers of a transaction's answers the wrong way round. The stores work with clients without this policy too, but then they
 * read again what they have just written.
 */
public final class TransactionTags implements HttpPipelinePolicy {
    private static final String KEY = TransactionTags.class.getName();
    private static final Pattern ANSWER = Pattern.compile("(?m)^HTTP/1\\.1 \\d+");
    private static final Pattern TAG = Pattern.compile("(?mi)^ETag: *(\\S+)");

    /** Where the ETags of one transaction come to be, in order; none if the client does not have this policy. */
    record Found(AtomicReference<List<String>> tags) {
        Found() {
            this(new AtomicReference<>(List.of()));
        }

        Context context() {
            return new Context(KEY, this);
        }

        String tag(int index) {
            List<String> all = tags.get();
            return index < all.size() ? all.get(index) : Table.UNKNOWN;
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

    /** As it comes: the stores call and wait. */
    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process();
    }

    /** One per answer; those of deletions are {@link Table#UNKNOWN}. */
    static List<String> tags(String multipart) {
        return Stream.of(ANSWER.split(multipart, -1))
                .skip(1)
                .map(TAG::matcher)
                .map(tag -> tag.find() ? tag.group(1) : Table.UNKNOWN)
                .toList();
    }
}
