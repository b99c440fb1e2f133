package io.triskel.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/** Parsers and generators within our limits; apart from {@link JsonMapping}, since they do without databind. */
public final class JsonTokens {
    private JsonTokens() {}

    /**
     * The buffers are pooled per factory and not per thread, so that nothing outlives the codec. A text may have any length,
     * since all its bytes are in memory before it is read.
     */
    public static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(JsonMapping.MAX_DEPTH)
                        .maxNumberLength(JsonMapping.MAX_DIGITS)
                        .maxNameLength(JsonMapping.MAX_NAME)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(JsonMapping.MAX_DEPTH)
                        .build())
                .build();
    }
}
